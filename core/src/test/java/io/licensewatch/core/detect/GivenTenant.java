package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.core.row.Boundary;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.Access;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.SeatHistory;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A made-up tenant, in the words of a test: {@code new GivenTenant().grant("giving", "2026-01-01", "2026-03-10")}. It
 * starts as a paying tenant of no offering whose onboarding is completed, so that only what the test adds is seen.
 *
 * <p>Times are written as a date, an ISO-8601 instant, {@code infinity}, {@code -infinity} or null, as columns hold them.
 */
public final class GivenTenant {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final GivenReference reference = new GivenReference();
    private final List<GrantRow> grants = new ArrayList<>();
    private final Map<String, RoleRow> roles = new HashMap<>();
    private final List<RoleSet> roleSets = new ArrayList<>();
    final List<OnboardingRow> onboarding = new ArrayList<>();
    private boolean exists = true;
    private boolean deleted;
    private @Nullable String status = "active";
    private @Nullable String subscriptionStatus = "active";
    private Boundary subscriptionEnd = Boundary.NONE;
    private @Nullable String offeringId;
    private @Nullable Boolean onboardingCompleted = true;
    private @Nullable Instant createdAt = CREATED;
    private SeatHistory seatHistory = SeatHistory.NONE;
    private int rows;

    public GivenTenant grant(String featureId, @Nullable String start, @Nullable String end) {
        return grant(featureId, start, end, true);
    }

    public GivenTenant inactiveGrant(String featureId, @Nullable String start, @Nullable String end) {
        return grant(featureId, start, end, false);
    }

    private GivenTenant grant(String featureId, @Nullable String start, @Nullable String end, boolean active) {
        grants.add(new GrantRow(
                origin(SourceTable.TENANT_FEATURE_GRANTS),
                featureId,
                "package",
                active,
                boundary(start),
                boundary(end)));
        return this;
    }

    public GivenTenant retired(String featureId) {
        reference.retired.add(featureId);
        return this;
    }

    public GivenTenant featureCode(String featureId, String code) {
        reference.codes.put(featureId, code);
        return this;
    }

    public GivenTenant subscription(@Nullable String newStatus, @Nullable String end) {
        subscriptionStatus = newStatus;
        subscriptionEnd = boundary(end);
        return this;
    }

    public GivenTenant offering(String id, SeatLimit limit, String... features) {
        reference.offerings.put(id, new Offering(id, id, limit, true, Set.of(features)));
        return onOffering(id);
    }

    public GivenTenant offering(String id, long seats, String... features) {
        return offering(id, new SeatLimit.Limited(seats), features);
    }

    public GivenTenant onOffering(@Nullable String id) {
        offeringId = id;
        return this;
    }

    public GivenTenant role(String roleId) {
        return role(roleId, roleId, true);
    }

    public GivenTenant role(String roleId, String name, boolean live) {
        roles.put(roleId, roleRow(roleId, name, live));
        return this;
    }

    public GivenTenant systemRole(String roleId, String name, boolean live) {
        reference.systemRoles.put(roleId, roleRow(roleId, name, live));
        return this;
    }

    private RoleRow roleRow(String roleId, String name, boolean live) {
        return new RoleRow(origin(SourceTable.ROLES), roleId, name, null, live);
    }

    /** So many users hold exactly these roles. */
    public GivenTenant users(long count, String... roleIds) {
        roleSets.add(new RoleSet(List.of(roleIds), count));
        return this;
    }

    /** So many users with a role that needs no licence. */
    public GivenTenant seats(long count) {
        return count == 0 ? this : role("member").users(count, "member");
    }

    /** So many seats were in use from a day on. */
    public GivenTenant seatsSince(String date, long count) {
        seatHistory = seatHistory.with(LocalDate.parse(date).toEpochDay(), count);
        return this;
    }

    public GivenTenant requiresAll(String roleId, String resource, String... features) {
        return requires(roleId, resource, Requirement.Mode.ALL_OF, features);
    }

    public GivenTenant requiresAny(String roleId, String resource, String... features) {
        return requires(roleId, resource, Requirement.Mode.ANY_OF, features);
    }

    private GivenTenant requires(String roleId, String resource, Requirement.Mode mode, String... features) {
        reference.require(roleId, new Requirement(resource, mode, new TreeSet<>(List.of(features))));
        return this;
    }

    public GivenTenant onboardingFlag(@Nullable Boolean completed) {
        onboardingCompleted = completed;
        return this;
    }

    public GivenTenant createdAt(@Nullable String at) {
        createdAt = at == null ? null : Instant.parse(at);
        return this;
    }

    public GivenTenant onboarding(
            String step, List<String> completedSteps, @Nullable String created, @Nullable String updated) {
        return onboarding(step, completedSteps, false, created, updated, false);
    }

    public GivenTenant onboarding(
            String step,
            List<String> completedSteps,
            boolean completed,
            @Nullable String created,
            @Nullable String updated,
            boolean rowDeleted) {
        onboarding.add(new OnboardingRow(
                origin(SourceTable.ONBOARDING_PROGRESS),
                step,
                completedSteps,
                completed,
                created == null ? null : Instant.parse(created),
                updated == null ? null : Instant.parse(updated),
                rowDeleted));
        return this;
    }

    public GivenTenant withStatus(@Nullable String newStatus) {
        status = newStatus;
        return this;
    }

    public GivenTenant deleted() {
        deleted = true;
        return this;
    }

    /** The tenants table has no row of it. */
    public GivenTenant withoutRow() {
        exists = false;
        return this;
    }

    public GivenTenant withoutTable(SourceTable table) {
        reference.captured.remove(table);
        return this;
    }

    public TenantFacts facts() {
        return new TenantFacts(
                "t-1",
                exists ? row() : null,
                grants,
                roles,
                roleSets,
                onboarding,
                List.of(),
                Access.NONE,
                null,
                seatHistory,
                reference);
    }

    private TenantRow row() {
        return new TenantRow(
                new RowOrigin(SourceTable.TENANTS, "{\"id\":\"t-1\"}", SourcePosition.START, 0, null),
                "Harbour Chapel",
                status,
                subscriptionStatus,
                subscriptionEnd,
                offeringId,
                true,
                onboardingCompleted,
                createdAt,
                deleted);
    }

    /** Every row is a second younger than the one before. */
    private RowOrigin origin(SourceTable table) {
        rows++;
        return new RowOrigin(table, "{\"id\":\"" + rows + "\"}", new SourcePosition(1, 0, rows), rows * 1000L, null);
    }

    /** A boundary as a test writes it. */
    static @Nullable String text(Boundary boundary) {
        return switch (boundary.kind()) {
            case NONE -> null;
            case INFINITY -> "infinity";
            case MINUS_INFINITY -> "-infinity";
            case DATE -> LocalDate.ofEpochDay(boundary.value()).toString();
            case INSTANT ->
                Instant.ofEpochSecond(boundary.value(), boundary.nanos()).toString();
        };
    }

    private static Boundary boundary(@Nullable String text) {
        if (text == null) {
            return Boundary.NONE;
        }
        return switch (text) {
            case "infinity" -> new Boundary(Boundary.Kind.INFINITY, 0, 0);
            case "-infinity" -> new Boundary(Boundary.Kind.MINUS_INFINITY, 0, 0);
            default -> text.length() == 10 ? Boundary.of(LocalDate.parse(text)) : Boundary.of(Instant.parse(text));
        };
    }
}
