package io.licensewatch.core.engine;

import io.licensewatch.core.alert.Resolution;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.RuleEvidence;
import io.licensewatch.core.row.Boundary;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an alert of a tenant resolves. The rows that ended it are not among those that it was based on. An expired licence may be covered by an
 * extension only, which is no renewal: the rows name the command that wrote them. The worker's report is not used, since it may be read
 * before the rows or after them.
 */
record TenantResolution(TenantFacts facts, CommandBook commands, ZoneId zone, Instant now) implements Resolution {
    @Override
    public AlertEvent complete(Rule rule, AlertEvent resolved) {
        List<Evidence> rows = RuleEvidence.of(rule, facts);
        AlertEvent event = rows.isEmpty() ? resolved : resolved.by(rows);
        boolean licensed = rule == Rule.LICENSE_EXPIRED && !event.reason().equals(Observation.Absent.TENANT_CLOSED);
        return licensed ? extendedUntil().map(end -> extended(event, end)).orElse(event) : event;
    }

    private static AlertEvent extended(AlertEvent event, Instant end) {
        Map<String, @Nullable Object> details = new HashMap<>(event.details());
        details.put("leaseUntil", end.toString());
        return event.saying("Extended until " + end + ", not renewed. " + event.summary(), details);
    }

    /** The first end among rows that extensions have written; empty if there is none. */
    private Optional<Instant> extendedUntil() {
        Stream<GrantRow> grants = facts.grants().stream().filter(GrantRow::active);
        return Stream.concat(
                        Stream.ofNullable(facts.tenant())
                                .map((TenantRow row) -> end(row.origin(), row.subscriptionEnd())),
                        grants.map(row -> end(row.origin(), row.expiresAt())))
                .filter(Objects::nonNull)
                .filter(end -> end.isAfter(now) && end.isBefore(Instant.MAX))
                .min(Instant::compareTo);
    }

    private @Nullable Instant end(RowOrigin origin, Boundary boundary) {
        String command = origin.commandId();
        return command != null && commands.isExtension(command) ? boundary.asEnd(zone) : null;
    }
}
