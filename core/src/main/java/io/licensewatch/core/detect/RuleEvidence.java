package io.licensewatch.core.detect;

import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.Evidence;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows of a tenant that a rule depends on. When its condition ends, the row that ended it is among them, unless time or a
 * row of the reference data did.
 */
public final class RuleEvidence {
    private RuleEvidence() {}

    /** Newest first, cut to what an alert carries. */
    public static List<Evidence> of(Rule rule, TenantFacts facts) {
        Stream<@Nullable RowOrigin> tenant =
                Stream.of(facts.tenant() == null ? null : facts.tenant().origin());
        Stream<@Nullable RowOrigin> seats = Stream.of(facts.seatChange());
        Stream<RowOrigin> grants = facts.grants().stream().map(GrantRow::origin);
        Stream<RowOrigin> roles = facts.roles().values().stream().map(RoleRow::origin);
        Stream<RowOrigin> onboarding = facts.onboarding().stream().map(OnboardingRow::origin);
        Stream<? extends @Nullable RowOrigin> rows = switch (rule) {
            case LICENSE_EXPIRING, LICENSE_EXPIRED -> Stream.concat(tenant, grants);
            case SEAT_UTILIZATION -> Stream.concat(Stream.concat(tenant, seats), roles);
            case RBAC_DRIFT -> Stream.concat(Stream.concat(tenant, seats), Stream.concat(grants, roles));
            case ONBOARDING_STALLED -> Stream.concat(tenant, onboarding);
            // Of the system: no tenant's rows.
            case VIEW_REFRESH_FAILING, VIEW_STALE, SYSTEM_HEALTH, MULTI_TENANT_IMPACT, FEED_STALLED, REMEDIATION_HELD ->
                Stream.empty();
        };
        return Finding.newest(
                rows.filter(Objects::nonNull).map(RowOrigin::evidence).toList());
    }
}
