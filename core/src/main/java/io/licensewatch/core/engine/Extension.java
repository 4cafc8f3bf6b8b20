package io.licensewatch.core.engine;

import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.row.Boundary;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.TenantFacts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an expired licence is covered by a lease and no renewal: by the rows, which name the command that wrote them. What the
 * worker reports may be read before them or after, and would make two answers of one source.
 */
final class Extension {
    private Extension() {}

    /** The first end of what leases have written; empty where none has. */
    static Optional<Instant> until(TenantFacts facts, CommandBook book, ZoneId zone, Instant now) {
        Stream<GrantRow> grants = facts.grants().stream().filter(GrantRow::active);
        return Stream.concat(
                        Stream.ofNullable(facts.tenant())
                                .map((TenantRow row) -> end(row.origin(), row.subscriptionEnd(), book, zone)),
                        grants.map(row -> end(row.origin(), row.expiresAt(), book, zone)))
                .filter(Objects::nonNull)
                .filter(end -> end.isAfter(now) && end.isBefore(Instant.MAX))
                .min(Instant::compareTo);
    }

    private static @Nullable Instant end(RowOrigin origin, Boundary boundary, CommandBook book, ZoneId zone) {
        String command = origin.commandId();
        return command != null && book.isExtension(command) ? boundary.asEnd(zone) : null;
    }
}
