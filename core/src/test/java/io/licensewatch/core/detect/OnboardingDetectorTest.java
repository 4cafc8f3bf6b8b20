package io.licensewatch.core.detect;

import static io.licensewatch.core.detect.Rule.ONBOARDING_STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OnboardingDetectorTest {
    private static final String NOW = "2026-03-10T10:00:00Z";

    private static GivenTenant notCompleted() {
        return new GivenTenant().onboardingFlag(false).createdAt("2026-03-01T10:00:00Z");
    }

    @Test
    void exactly_48_hours_without_progress_are_still_fine() {
        GivenTenant tenant = notCompleted()
                .onboarding("rbac-setup", List.of("welcome"), "2026-03-01T10:00:00Z", "2026-03-08T10:00:00Z");
        Observed.of(tenant, NOW).absent(ONBOARDING_STALLED).recheckAt("2026-03-10T10:00:00.000000001Z");
    }

    @Test
    void a_nanosecond_more_has_stalled() {
        GivenTenant tenant = notCompleted()
                .onboarding("rbac-setup", List.of("welcome"), "2026-03-01T10:00:00Z", "2026-03-08T10:00:00Z");
        Observed observed = Observed.of(tenant, "2026-03-10T10:00:00.000000001Z");
        observed.holds(ONBOARDING_STALLED, "STALLED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .neverRechecked();
        Finding finding = observed.finding(ONBOARDING_STALLED);
        assertThat(finding.measurement()).isEqualTo(new Measurement(48, 48, "hours"));
        assertThat(finding.summary()).isEqualTo("Onboarding has stood still for 48 hours at step 'rbac-setup'.");
    }

    @Test
    void progress_is_the_later_of_created_and_updated() {
        GivenTenant tenant =
                notCompleted().onboarding("welcome", List.of(), "2026-03-09T10:00:00Z", "2026-03-01T10:00:00Z");
        Observed.of(tenant, NOW).absent(ONBOARDING_STALLED).recheckAt("2026-03-11T10:00:00.000000001Z");
    }

    @Test
    void either_time_alone_is_enough() {
        Observed.of(notCompleted().onboarding("welcome", List.of(), "2026-03-09T10:00:00Z", null), NOW)
                .absent(ONBOARDING_STALLED);
        Observed.of(notCompleted().onboarding("welcome", List.of(), null, "2026-03-09T10:00:00Z"), NOW)
                .absent(ONBOARDING_STALLED);
    }

    @Test
    void of_several_rows_the_one_with_the_latest_progress_tells() {
        GivenTenant tenant = notCompleted()
                .onboarding("payment", List.of(), "2026-03-09T10:00:00Z", null)
                .onboarding("welcome", List.of(), "2026-03-02T10:00:00Z", null);
        Observed.of(tenant, NOW).absent(ONBOARDING_STALLED);
        assertThat(Observed.of(tenant, "2026-03-12T10:00:00Z")
                        .finding(ONBOARDING_STALLED)
                        .summary())
                .contains("payment");
    }

    @Test
    void without_a_row_the_tenants_creation_counts() {
        Observed.of(notCompleted(), "2026-03-03T10:00:00Z").absent(ONBOARDING_STALLED);
        Observed.of(notCompleted(), "2026-03-03T10:00:00.000000001Z")
                .holds(ONBOARDING_STALLED, "STALLED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void completed_in_either_place_is_completed() {
        Observed.of(new GivenTenant().onboardingFlag(true), NOW)
                .absent(ONBOARDING_STALLED, "COMPLETED")
                .neverRechecked();
        GivenTenant byRow = notCompleted().onboarding("complete", List.of(), true, "2026-03-01T10:00:00Z", null, false);
        Observed.of(byRow, NOW).absent(ONBOARDING_STALLED, "COMPLETED");
    }

    @Test
    void a_deleted_row_is_as_if_it_were_not() {
        GivenTenant tenant = notCompleted().onboarding("welcome", List.of(), true, "2026-03-09T10:00:00Z", null, true);
        Observed.of(tenant, NOW)
                .holds(ONBOARDING_STALLED, "STALLED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void a_tenant_of_which_nothing_tells_is_not_stalled() {
        Observed.of(notCompleted().createdAt(null), NOW)
                .absent(ONBOARDING_STALLED)
                .neverRechecked();
        Observed.of(new GivenTenant().withoutRow().withoutTable(SourceTable.TENANTS), NOW)
                .absent(ONBOARDING_STALLED);
    }

    @Test
    void the_row_alone_is_enough_where_there_is_no_tenants_table() {
        GivenTenant tenant = new GivenTenant().withoutRow().withoutTable(SourceTable.TENANTS);
        Observed.of(tenant.onboarding("welcome", List.of(), "2026-03-01T10:00:00Z", null), NOW)
                .holds(ONBOARDING_STALLED, "STALLED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void without_either_table_nothing_can_be_said() {
        GivenTenant tenant = new GivenTenant()
                .withoutRow()
                .withoutTable(SourceTable.TENANTS)
                .withoutTable(SourceTable.ONBOARDING_PROGRESS);
        assertThat(Observed.of(tenant, NOW).about(ONBOARDING_STALLED)).isInstanceOf(Observation.InsufficientData.class);
    }

    @Test
    void it_is_told_which_grants_of_the_offering_are_missing() {
        GivenTenant tenant =
                notCompleted().offering("basic", 50, "giving", "events").grant("giving", null, null);
        assertThat(details(tenant).missingGrants()).containsExactly("events");
        assertThat(details(tenant.grant("events", null, null)).missingGrants()).isEmpty();
    }

    @Test
    void it_is_told_whether_an_administrator_is_missing() {
        GivenTenant tenant = notCompleted().role("r1", "Tenant Admin", true).role("r2", "Member", true);
        assertThat(details(tenant.users(3, "r2")).administratorMissing()).isTrue();
        assertThat(details(tenant.users(1, "r1")).administratorMissing()).isFalse();
        GivenTenant bySystemRole = notCompleted().systemRole("s1", "tenant_admin", true);
        assertThat(details(bySystemRole.users(1, "s1")).administratorMissing()).isFalse();
    }

    @Test
    void where_roles_are_not_captured_an_administrator_cannot_be_missed() {
        GivenTenant tenant = notCompleted().withoutTable(SourceTable.ROLES).users(3, "r2");
        assertThat(details(tenant).administratorMissing()).isFalse();
    }

    @Test
    void where_assignments_are_not_captured_an_administrator_cannot_be_missed() {
        GivenTenant tenant = notCompleted().withoutTable(SourceTable.USER_ROLES);
        assertThat(details(tenant).administratorMissing()).isFalse();
    }

    @Test
    void a_retired_feature_of_the_offering_is_not_missing() {
        GivenTenant tenant = notCompleted().offering("basic", 50, "giving", "events");
        assertThat(details(tenant.retired("events")).missingGrants()).containsExactly("giving");
    }

    @Test
    void a_flag_that_is_null_is_not_completed_but_a_table_without_it_tells_nothing() throws Exception {
        assertThat(flagOf(Collections.singletonMap("onboarding_completed", null)))
                .isFalse();
        assertThat(flagOf(Map.of())).isNull();
        Observed.of(notCompleted().onboardingFlag(null), NOW).absent(ONBOARDING_STALLED);
    }

    private static @Nullable Boolean flagOf(Map<String, @Nullable Object> columns) throws MalformedRecordException {
        RowOrigin origin = new RowOrigin(SourceTable.TENANTS, "{\"id\":\"t-1\"}", SourcePosition.START, 0, null);
        return TenantRow.of(origin, new Columns("tenants", columns)).onboardingCompleted();
    }

    @Test
    void many_missing_grants_are_cut_in_the_alert_but_not_for_the_planner() {
        String[] features =
                IntStream.range(0, 130).mapToObj(i -> "feature-" + i).toArray(String[]::new);
        OnboardingDetails details = details(notCompleted().offering("basic", 50, features));
        assertThat(details.missingGrants()).hasSize(130);
        assertThat((List<?>) details.asJson().get("missingGrants")).hasSize(100);
        assertThat(details.asJson()).containsEntry("missingGrantsLeftOut", 30);
    }

    @Test
    void it_is_told_when_only_the_flag_is_missing() {
        assertThat(details(at("payment", List.of("welcome"))).onlyFlagMissing()).isFalse();
        assertThat(details(at("complete", List.of("welcome"))).onlyFlagMissing())
                .isTrue();
        assertThat(details(at("payment", List.of("welcome", "payment", "complete")))
                        .onlyFlagMissing())
                .isTrue();
    }

    @Test
    void what_it_takes_to_go_on_is_what_is_material() {
        assertThat(fingerprint(at("payment", List.of()).role("r1", "Tenant Admin", true)))
                .isNotEqualTo(fingerprint(at("payment", List.of())
                        .role("r1", "Tenant Admin", true)
                        .users(1, "r1")));
        assertThat(fingerprint(at("complete", List.of()))).isNotEqualTo(fingerprint(at("payment", List.of())));
        assertThat(fingerprint(at("payment", List.of()).offering("basic", 5, "giving")))
                .isNotEqualTo(fingerprint(at("payment", List.of()).offering("basic", 5, "events")));
        assertThat(fingerprint(at("payment", List.of()))).isEqualTo(fingerprint(at("welcome", List.of())));
        assertThat(fingerprint(at("complete", List.of()).offering("basic", 5, "giving")))
                .isEqualTo("giving/administrator/flag");
        assertThat(fingerprint(at("payment", List.of())
                        .role("r1", "Tenant Admin", true)
                        .users(1, "r1")))
                .isEmpty();
    }

    @Test
    void the_evidence_is_the_rows_of_the_onboarding_and_the_tenant() {
        assertThat(finding(at("payment", List.of())).evidence())
                .extracting(evidence -> evidence.table() + evidence.key())
                .containsExactly("public.onboarding_progress{\"id\":\"1\"}", "public.tenants{\"id\":\"t-1\"}");
        assertThat(finding(at("payment", List.of()).withoutRow().withoutTable(SourceTable.TENANTS))
                        .evidence())
                .hasSize(1);
    }

    @Test
    void of_rows_with_equal_progress_the_same_one_tells_in_whatever_order_they_are() {
        String at = "2026-03-01T10:00:00Z";
        GivenTenant tenant = notCompleted();
        tenant.onboarding("welcome", List.of(), at, null).onboarding("payment", List.of(), at, null);
        assertThat(details(tenant).currentStep()).isEqualTo("payment");
        Collections.reverse(tenant.onboarding);
        assertThat(details(tenant).currentStep()).isEqualTo("payment");
    }

    private static String fingerprint(GivenTenant tenant) {
        return finding(tenant).fingerprint();
    }

    private static Finding finding(GivenTenant tenant) {
        return Observed.of(tenant, NOW).finding(ONBOARDING_STALLED);
    }

    private static GivenTenant at(String step, List<String> done) {
        return notCompleted().onboarding(step, done, "2026-03-01T10:00:00Z", null);
    }

    private static OnboardingDetails details(GivenTenant tenant) {
        return (OnboardingDetails)
                Observed.of(tenant, NOW).finding(ONBOARDING_STALLED).details();
    }
}
