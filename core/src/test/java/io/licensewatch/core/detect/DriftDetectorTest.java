package io.licensewatch.core.detect;

import static io.licensewatch.core.detect.Rule.RBAC_DRIFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftDetectorTest {
    private static final String NOW = "2026-03-04T12:00:00Z";

    /** Treasurers reach the giving surface, which needs two features. */
    private static GivenTenant treasurers(long users) {
        return new GivenTenant()
                .role("treasurer")
                .users(users, "treasurer")
                .requiresAll("treasurer", "giving-page", "giving", "reports");
    }

    @Test
    void a_role_whose_features_are_all_licensed_does_not_drift() {
        Observed.of(treasurers(5).grant("giving", null, null).grant("reports", null, null), NOW)
                .absent(RBAC_DRIFT);
    }

    @Test
    void a_role_that_misses_one_of_its_features_drifts() {
        Observed observed = Observed.of(treasurers(5).grant("giving", null, null), NOW);
        observed.holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        DriftItem item = items(observed).get(0);
        assertThat(item.roleId()).isEqualTo("treasurer");
        assertThat(item.resource()).isEqualTo("giving-page");
        assertThat(item.missingFeatures()).containsExactly("reports");
        assertThat(item.affectedUsers()).isEqualTo(5);
        assertThat(observed.finding(RBAC_DRIFT).measurement()).isEqualTo(new Measurement(1, 0, "items"));
        assertThat(observed.finding(RBAC_DRIFT).summary())
                .isEqualTo("1 role gives 5 users access to 1 resource without a licence for 1 feature.");
    }

    @Test
    void any_one_of_the_features_is_enough_where_any_is_asked() {
        GivenTenant tenant = new GivenTenant().role("clerk").users(2, "clerk");
        tenant.requiresAny("clerk", "export", "giving", "reports");
        assertThat(items(Observed.of(tenant, NOW)).get(0).missingFeatures()).containsExactly("giving", "reports");
        Observed.of(tenant.grant("reports", null, null), NOW).absent(RBAC_DRIFT);
    }

    @ParameterizedTest(name = "{0} until {1}: {2}")
    @CsvSource(
            nullValues = "null",
            value = {
                "active, 2026-01-01, true",
                "trial, 2026-03-10T00:00:00Z, true",
                "trialing, null, true",
                "null, null, true",
                "trial, 2026-03-04T12:00:00Z, false",
                "trial, 2026-01-01, false",
                "past_due, 2026-01-01, false",
                "null, 2026-01-01, false",
                "cancelled, 2026-12-31, false",
                "suspended, null, false",
            })
    void licences_are_granted_only_while_the_subscription_is_good(
            @Nullable String status, @Nullable String end, boolean granted) {
        GivenTenant tenant =
                treasurers(5).offering("o", 10, "giving", "reports").subscription(status, end);
        assertThat(items(Observed.of(tenant, NOW)).get(0).grantable()).isEqualTo(granted);
    }

    @Test
    void drift_is_evaluated_again_when_the_subscription_ends() {
        GivenTenant tenant = treasurers(5).subscription("trial", "2026-03-10T00:00:00Z");
        Observed.of(tenant, NOW).neverRechecked();
        Observed.of(tenant.offering("o", 10, "giving", "reports"), NOW).recheckAt("2026-03-10T00:00:00Z");
    }

    @Test
    void more_than_10_affected_users_are_for_a_senior_engineer() {
        Observed.of(treasurers(10), NOW)
                .holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        Observed.of(treasurers(11), NOW)
                .holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L2, Route.EMAIL, Route.SLACK);
    }

    @Test
    void a_user_with_two_drifting_roles_is_affected_once() {
        GivenTenant tenant =
                treasurers(4).role("clerk").users(3, "clerk", "treasurer").users(2, "clerk");
        tenant.requiresAll("clerk", "export", "exports");
        Observed observed = Observed.of(tenant, NOW);
        assertThat(observed.finding(RBAC_DRIFT).affectedUsers()).isEqualTo(9);
        assertThat(items(observed))
                .extracting(DriftItem::roleId, DriftItem::affectedUsers)
                .containsExactly(tuple("clerk", 5L), tuple("treasurer", 7L));
    }

    @Test
    void who_holds_only_roles_that_are_licensed_is_not_affected() {
        GivenTenant tenant = treasurers(4).role("clerk").users(30, "clerk").requiresAll("clerk", "export", "exports");
        Finding finding = Observed.of(tenant.grant("exports", null, null), NOW).finding(RBAC_DRIFT);
        assertThat(finding.affectedUsers()).isEqualTo(4);
        assertThat(finding.level()).isEqualTo(Level.L1);
    }

    @Test
    void the_evidence_is_the_roles_that_drift_and_the_grants_of_what_they_miss() {
        GivenTenant tenant = treasurers(4).role("clerk").users(3, "clerk", "staff");
        tenant.grant("giving", null, null).grant("reports", null, "2026-03-01").systemRole("staff", "Staff", true);
        tenant.requiresAll("staff", "staff-page", "reports");
        assertThat(Observed.of(tenant, NOW).finding(RBAC_DRIFT).evidence())
                .extracting(evidence -> evidence.table() + evidence.key())
                .containsExactly("public.tenant_feature_grants{\"id\":\"4\"}", "public.roles{\"id\":\"1\"}");
    }

    @Test
    void a_role_that_nobody_holds_is_latent_and_no_alert() {
        GivenTenant tenant = new GivenTenant().role("treasurer").requiresAll("treasurer", "giving-page", "giving");
        Observed.of(tenant, NOW).absent(RBAC_DRIFT);
        DriftFindings drift = Assessment.of(tenant.facts(), Instant.parse(NOW), DetectionSettings.defaults())
                .drift();
        assertThat(drift.latent()).hasSize(1);
        assertThat(drift.affectedUsers()).isZero();
    }

    @Test
    void a_role_that_is_switched_off_neither_drifts_nor_lies_in_wait() {
        GivenTenant tenant =
                new GivenTenant().role("treasurer", "treasurer", false).users(5, "treasurer");
        tenant.requiresAll("treasurer", "giving-page", "giving");
        Observed.of(tenant, NOW).absent(RBAC_DRIFT);
    }

    @Test
    void a_system_role_drifts_like_any_other() {
        GivenTenant tenant =
                new GivenTenant().systemRole("staff", "staff", true).users(5, "staff");
        Observed.of(tenant.requiresAll("staff", "giving-page", "giving"), NOW)
                .holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void a_surface_that_requires_nothing_does_not_drift() {
        Observed.of(new GivenTenant().role("clerk").users(5, "clerk").requiresAll("clerk", "home"), NOW)
                .absent(RBAC_DRIFT);
    }

    @Test
    void a_retired_feature_is_missed_by_the_roles_that_need_it() {
        GivenTenant tenant = treasurers(5).grant("giving", null, null).grant("reports", null, null);
        Observed observed = Observed.of(tenant.retired("reports"), NOW);
        assertThat(items(observed).get(0).missingFeatures()).containsExactly("reports");
    }

    @Test
    void the_end_of_the_subscription_is_expiry_and_not_drift() {
        GivenTenant tenant = treasurers(5).grant("giving", null, null).grant("reports", null, null);
        Observed.of(tenant.subscription("trial", "2026-03-01T00:00:00Z"), NOW).absent(RBAC_DRIFT);
    }

    @Test
    void a_grant_that_ends_is_drift_from_that_instant() {
        GivenTenant tenant = treasurers(5).grant("giving", null, null).grant("reports", null, "2026-03-04");
        Observed.of(tenant, NOW).absent(RBAC_DRIFT).recheckAt("2026-03-05T00:00:00Z");
        Observed.of(tenant, "2026-03-05T00:00:00Z")
                .holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void what_the_offering_contains_can_be_granted() {
        GivenTenant tenant = treasurers(5).grant("giving", null, null).offering("basic", 100, "giving", "reports");
        assertThat(items(Observed.of(tenant, NOW)).get(0).toGrant()).containsExactly("reports");
    }

    @Test
    void an_item_that_the_offering_covers_only_in_part_cannot_be_granted() {
        GivenTenant tenant = treasurers(5).offering("basic", 100, "reports");
        assertThat(items(Observed.of(tenant, NOW)).get(0).grantable()).isFalse();
    }

    @Test
    void a_retired_feature_cannot_be_granted_even_if_the_offering_still_lists_it() {
        GivenTenant tenant = treasurers(5).grant("giving", null, null).offering("basic", 100, "giving", "reports");
        assertThat(items(Observed.of(tenant.retired("reports"), NOW)).get(0).grantable())
                .isFalse();
    }

    @Test
    void where_assignments_are_not_captured_no_role_lies_in_wait() {
        GivenTenant tenant = treasurers(5).withoutTable(SourceTable.USER_ROLES);
        assertThat(Assessment.of(tenant.facts(), Instant.parse(NOW), DetectionSettings.defaults())
                        .drift())
                .isEqualTo(DriftFindings.NONE);
    }

    @Test
    void of_alternatives_one_in_the_offering_is_enough_to_grant() {
        GivenTenant tenant = new GivenTenant().role("clerk").users(2, "clerk");
        tenant.requiresAny("clerk", "export", "giving", "reports").offering("basic", 100, "reports");
        assertThat(items(Observed.of(tenant, NOW)).get(0).toGrant()).containsExactly("reports");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            nullValues = "null",
            value = {
                "active, true",
                "Trial, true",
                "trialing, true",
                "null, true",
                "past_due, false",
                "suspended, false",
                "cancelled, false",
                "inactive, false"
            })
    void only_a_good_subscription_is_granted_more(@Nullable String status, boolean grantable) {
        GivenTenant tenant = treasurers(5).offering("basic", 100, "giving", "reports");
        assertThat(items(Observed.of(tenant.subscription(status, null), NOW))
                        .get(0)
                        .grantable())
                .isEqualTo(grantable);
    }

    @Test
    void the_set_of_items_is_what_is_material() {
        Finding five = Observed.of(treasurers(5), NOW).finding(RBAC_DRIFT);
        Finding six = Observed.of(treasurers(6), NOW).finding(RBAC_DRIFT);
        Finding less =
                Observed.of(treasurers(5).grant("giving", null, null), NOW).finding(RBAC_DRIFT);
        assertThat(six.fingerprint()).isEqualTo(five.fingerprint());
        assertThat(less.fingerprint()).isNotEqualTo(five.fingerprint());
    }

    @Test
    void without_the_binding_tables_nothing_can_be_said() {
        for (SourceTable table : List.of(SourceTable.ROLE_SURFACE_BINDINGS, SourceTable.SURFACE_LICENSE_BINDINGS)) {
            assertThat(Observed.of(treasurers(5).withoutTable(table).withoutTable(SourceTable.FEATURE_PERMISSIONS), NOW)
                            .about(RBAC_DRIFT))
                    .isInstanceOf(Observation.InsufficientData.class);
        }
        for (SourceTable table : List.of(SourceTable.USER_ROLES, SourceTable.TENANT_FEATURE_GRANTS)) {
            assertThat(Observed.of(treasurers(5).withoutTable(table), NOW).about(RBAC_DRIFT))
                    .isEqualTo(new Observation.InsufficientData(RBAC_DRIFT, table.qualifiedName()));
        }
    }

    @Test
    void each_table_of_permissions_is_needed_where_there_are_no_bundles() {
        GivenTenant tenant = treasurers(5).withoutTable(SourceTable.ROLE_SURFACE_BINDINGS);
        Observed.of(tenant, NOW).holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        for (SourceTable table :
                List.of(SourceTable.PERMISSIONS, SourceTable.ROLE_PERMISSIONS, SourceTable.FEATURE_PERMISSIONS)) {
            GivenTenant lacking = treasurers(5).withoutTable(SourceTable.ROLE_SURFACE_BINDINGS);
            assertThat(Observed.of(lacking.withoutTable(table), NOW).about(RBAC_DRIFT))
                    .as("without %s", table)
                    .isInstanceOf(Observation.InsufficientData.class);
        }
    }

    @Test
    void one_of_the_two_bundle_tables_is_enough() {
        GivenTenant tenant = treasurers(5)
                .withoutTable(SourceTable.ROLE_PERMISSIONS)
                .withoutTable(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES);
        Observed.of(tenant, NOW).holds(RBAC_DRIFT, "DRIFT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        assertThat(Observed.of(tenant.withoutTable(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS), NOW)
                        .about(RBAC_DRIFT))
                .isInstanceOf(Observation.InsufficientData.class);
    }

    private static List<DriftItem> items(Observed observed) {
        return ((DriftDetails) observed.finding(RBAC_DRIFT).details()).items();
    }
}
