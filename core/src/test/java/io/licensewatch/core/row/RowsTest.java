package io.licensewatch.core.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the columns of each table mean; what a table lacks reads as the least surprising. */
class RowsTest {
    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    @Test
    void a_grant_starts_when_it_says_or_when_it_was_made_where_there_is_no_such_column() throws Exception {
        assertThat(grant("starts_at", "2026-01-01T00:00:00Z", "granted_at", LONG_AGO)
                        .startsAt())
                .isEqualTo(Boundary.of(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(grant("starts_at", null, "granted_at", LONG_AGO).startsAt()).isEqualTo(Boundary.NONE);
        assertThat(grant("granted_at", LONG_AGO).startsAt()).isEqualTo(Boundary.of(Instant.parse(LONG_AGO)));
    }

    private static GrantRow grant(@Nullable Object... columns) throws MalformedRecordException {
        Columns row = columns(columns);
        row.values().put("feature_id", "giving");
        return GrantRow.of(origin(SourceTable.TENANT_FEATURE_GRANTS), row);
    }

    @Test
    void onboarding_is_completed_by_either_flag() throws Exception {
        assertThat(onboarding("is_completed", true).completed()).isTrue();
        assertThat(onboarding("completed", true).completed()).isTrue();
        assertThat(onboarding("is_completed", false, "completed", null).completed())
                .isFalse();
        assertThat(onboarding("deleted_at", LONG_AGO).deleted()).isTrue();
        assertThat(onboarding("deleted_at", null).deleted()).isFalse();
    }

    private static OnboardingRow onboarding(@Nullable Object... columns) throws MalformedRecordException {
        return OnboardingRow.of(origin(SourceTable.ONBOARDING_PROGRESS), columns(columns));
    }

    @Test
    void a_permission_without_a_code_permits_nothing_and_an_inactive_one_permits() throws Exception {
        assertThat(permission("code", "read").permits()).isTrue();
        assertThat(permission("code", "read", "is_active", false).permits()).isTrue();
        assertThat(permission("code", "").permits()).isFalse();
        assertThat(permission().permits()).isFalse();
    }

    @Test
    void only_a_permission_that_a_feature_brought_names_it() throws Exception {
        assertThat(permission("source", "license_feature", "source_reference", "f-1")
                        .sourceFeature())
                .isEqualTo("f-1");
        assertThat(permission("source", "manual", "source_reference", "f-1").sourceFeature())
                .isNull();
    }

    private static PermissionRow permission(@Nullable Object... columns) throws MalformedRecordException {
        Columns row = columns(columns);
        row.values().put("id", "p-1");
        return PermissionRow.of(origin(SourceTable.PERMISSIONS), row);
    }

    @Test
    void a_role_lives_until_it_is_switched_off_or_deleted() throws Exception {
        assertThat(role().live()).isTrue();
        assertThat(role("is_active", true, "deleted_at", null).live()).isTrue();
        assertThat(role("is_active", false).live()).isFalse();
        assertThat(role("is_active", null).live()).isFalse();
        assertThat(role("deleted_at", LONG_AGO).live()).isFalse();
    }

    @ParameterizedTest(name = "{0} with key {1}: {2}")
    @CsvSource(
            nullValues = "null",
            value = {
                "Tenant Admin, null, true",
                "Member, tenant_ADMIN, true",
                "Admin, member, false",
                "Member, null, false",
                "null, null, false"
            })
    void the_key_of_a_role_says_if_it_is_an_administrators_else_its_name_does(
            @Nullable String name, @Nullable String key, boolean administrator) throws Exception {
        assertThat(role("name", name, "metadata_key", key).looksLikeAdministrator())
                .isEqualTo(administrator);
    }

    private static RoleRow role(@Nullable Object... columns) throws MalformedRecordException {
        Columns row = columns(columns);
        row.values().put("id", "r-1");
        return RoleRow.of(origin(SourceTable.ROLES), row);
    }

    @Test
    void a_tenant_is_deleted_when_it_has_a_time_of_deletion() throws Exception {
        assertThat(TenantRow.of(origin(SourceTable.TENANTS), columns("deleted_at", LONG_AGO))
                        .deleted())
                .isTrue();
        assertThat(TenantRow.of(origin(SourceTable.TENANTS), columns("deleted_at", null))
                        .deleted())
                .isFalse();
    }

    @Test
    void a_user_counts_until_switched_off_or_deleted_and_after_the_ban() throws Exception {
        assertThat(user().enabled()).isTrue();
        assertThat(user("is_active", false).enabled()).isFalse();
        assertThat(user("is_active", null).enabled()).isFalse();
        assertThat(user("deleted_at", LONG_AGO).enabled()).isFalse();
        assertThat(user().banEnds(ZoneOffset.UTC)).isEqualTo(Instant.MIN);
        assertThat(user("banned_until", LONG_AGO).banEnds(ZoneOffset.UTC)).isEqualTo(LONG_AGO);
        assertThat(user("banned_until", "infinity").banEnds(ZoneOffset.UTC)).isEqualTo(Instant.MAX);
    }

    private static UserRow user(@Nullable Object... columns) throws MalformedRecordException {
        Columns row = columns(columns);
        row.values().put("id", "u-1");
        return UserRow.of(row);
    }

    @Test
    void a_day_starts_and_ends_in_the_licensing_zone() {
        ZoneId newYork = ZoneId.of("America/New_York");
        Boundary day = Boundary.of(LocalDate.parse("2026-03-31"));
        assertThat(day.asStart(newYork)).isEqualTo("2026-03-31T04:00:00Z");
        assertThat(day.asEnd(newYork)).isEqualTo("2026-04-01T04:00:00Z");
    }

    @Test
    void infinity_is_never_and_minus_infinity_always_and_none_bounds_neither_side() {
        assertThat(Boundary.parse("infinity").asStart(ZoneOffset.UTC)).isEqualTo(Instant.MAX);
        assertThat(Boundary.parse("infinity").asEnd(ZoneOffset.UTC)).isEqualTo(Instant.MAX);
        assertThat(Boundary.parse("-infinity").asStart(ZoneOffset.UTC)).isEqualTo(Instant.MIN);
        assertThat(Boundary.parse("-infinity").asEnd(ZoneOffset.UTC)).isEqualTo(Instant.MIN);
        assertThat(Boundary.NONE.asStart(ZoneOffset.UTC)).isEqualTo(Instant.MIN);
        assertThat(Boundary.NONE.asEnd(ZoneOffset.UTC)).isEqualTo(Instant.MAX);
    }

    /** They are on disk; another number for a kind is a migration. */
    @Test
    void the_numbers_of_the_kinds_of_boundaries_are_golden() {
        assertThat(List.of(Boundary.Kind.values()))
                .extracting(Boundary.Kind::code)
                .containsExactly(0, 1, 2, 3, 4);
        for (Boundary.Kind kind : Boundary.Kind.values()) {
            assertThat(Boundary.Kind.ofCode(kind.code())).isSameAs(kind);
        }
        assertThatThrownBy(() -> Boundary.Kind.ofCode(5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no kind of boundary has the number 5");
    }

    private static RowOrigin origin(SourceTable table) {
        return new RowOrigin(table, "{\"id\":\"1\"}", SourcePosition.START, 0, null);
    }

    private static Columns columns(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new Columns("t", values);
    }
}
