package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static io.licensewatch.worker.sql.Ids.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The effect of each type: exactly these rows of the whole database change. */
class EffectsIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final TestCommand EXTEND = extend("feature 1", "feature 2", "feature 3");
    private static final String SEATS = "{\"inactiveDays\": 90, \"atMost\": 4, \"candidates\": 3}";

    static TestCommand extend(String... features) {
        return TestCommand.of(
                        "EXTEND_LICENSE",
                        id("A"),
                        "{\"extensionDays\": 3, \"featureIds\": " + list(features) + "}",
                        "{\"coveredUntil\": \"2026-01-01T00:00:00Z\"}")
                .bound("GRANT");
    }

    static TestCommand deactivate(String parameters) {
        return TestCommand.of("DEACTIVATE_INACTIVE_USERS", id("A"), parameters, "{\"used\": 6, \"limit\": 2}");
    }

    static TestCommand grantMissing(Family family) {
        String resource = family == Family.STEWARDTRACK ? "events:write" : id("events surface");
        return drift("GRANT_MISSING_LICENSES", "member A", resource, "feature 4");
    }

    static TestCommand removeAccess(Family family, String role) {
        String resource = family == Family.STEWARDTRACK ? "reports:read" : id("reports surface");
        return drift("REMOVE_RBAC_ACCESS", role, resource, "feature 9");
    }

    static TestCommand drift(String type, String role, String resource, String feature) {
        return TestCommand.of(
                type,
                id("A"),
                "{\"roleId\": \"%s\", \"resource\": \"%s\", \"featureIds\": %s}"
                        .formatted(id(role), resource, list(feature)),
                "{\"missingFeatures\": " + list(feature) + "}");
    }

    static TestCommand provision(boolean administrator, String step, String... features) {
        return TestCommand.of(
                "PROVISION_DEFAULTS",
                id("A"),
                "{\"offeringId\": \"%s\", \"featureIds\": %s, \"administratorMissing\": %s}"
                        .formatted(id("basic"), list(features), administrator),
                "{\"currentStep\": \"" + step + "\"}");
    }

    static TestCommand complete() {
        return TestCommand.of("MARK_ONBOARDING_COMPLETE", id("A"), "{}", "{\"currentStep\": \"complete\"}");
    }

    static TestCommand refresh(String target) {
        return TestCommand.of("REFRESH_VIEWS", "_system", "{\"force\": false}", "{}")
                .target(target);
    }

    private static void assertChanges(Source source, TestCommand command, String... expected) throws Exception {
        Rows before = source.rows();
        try (Commands commands = source.commands()) {
            assertThat(commands.run(command)).as("%s", commands.outbox(0)).isEqualTo("APPLIED");
            List<String> changes = before.changesTo(source.rows());
            assertThat(changes).containsExactlyInAnyOrder(expected);
            assertThat(commands.advanceNow(command)).isEqualTo("APPLIED");
            assertThat(commands.run(command)).isEqualTo("APPLIED");
            assertThat(before.changesTo(source.rows())).as("once").isEqualTo(changes);
        }
    }

    @Test
    void lapsed_features_get_a_grant_that_ends_by_itself() throws Exception {
        String grant =
                "+ tenant_feature_grants(new) {created_at=now, expires_at=today+3, feature_id=%s, grant_source=comp, "
                        + "source_reference=licensewatch:" + EXTEND.id()
                        + ", starts_at=today, tenant_id=A, updated_at=now}";
        assertChanges(
                postgres.prepared(Family.STEWARDTRACK),
                EXTEND,
                grant.formatted("feature 1"),
                grant.formatted("feature 2"));
    }

    @Test
    void where_a_feature_has_one_grant_it_is_extended() throws Exception {
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                EXTEND,
                "tenant_feature_grants(A,feature 1) expires_at: now-2 -> now+3",
                "tenant_feature_grants(A,feature 2) expires_at: now-2 -> now+3",
                "tenant_feature_grants(A,feature 2) is_active: false -> true");
    }

    @Test
    void the_end_of_a_subscription_is_moved_and_restored() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute(
                "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() - interval '1 day'");
        TestCommand lease = extend("feature 3").bound("SUBSCRIPTION");
        assertChanges(source, lease, "tenants(A) subscription_end_date: now-1 -> now+3");

        TestCommand end =
                TestCommand.of("END_EXTENSION", id("A"), "{\"leaseCommandId\": \"" + lease.id() + "\"}", "{}");
        assertChanges(source, end, "tenants(A) subscription_end_date: now+3 -> now-1");
        try (Commands commands = source.commands()) {
            assertThat(commands.published(lease)).endsWith("APPLIED", "REVERTED ENDED");
            assertThat(commands.run(TestCommand.of("END_EXTENSION", id("A"), end.parameters(), "{}")))
                    .isEqualTo("NO_CHANGE");
        }
    }

    @Test
    void a_subscription_that_was_renewed_meanwhile_is_not_changed() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute(
                "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() - interval '1 day'");
        TestCommand lease = extend("feature 3").bound("SUBSCRIPTION");
        try (Commands commands = source.commands()) {
            commands.run(lease);
            source.execute("UPDATE tenants SET subscription_end_date = now() + interval '300 days'");
            assertChanges(
                    source,
                    TestCommand.of("END_EXTENSION", id("A"), "{\"leaseCommandId\": \"" + lease.id() + "\"}", "{}"));
            assertThat(commands.published(lease)).endsWith("REVERTED ENDED");
        }
    }

    @Test
    void inactive_users_lose_their_seats_only_in_this_tenant() throws Exception {
        assertChanges(
                postgres.prepared(Family.STEWARDTRACK),
                deactivate(SEATS),
                "user_roles(idle 1 helps A) is_active: true -> false",
                "user_roles(idle 1 in A) is_active: true -> false",
                "user_roles(idle 2 in A) is_active: true -> false",
                "user_roles(idle 3 in A) is_active: true -> false");
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                deactivate(SEATS),
                "- user_roles(idle 1,A,helper A)",
                "- user_roles(idle 1,A,member A)",
                "- user_roles(idle 2,A,member A)",
                "- user_roles(idle 3,A,member A)");
    }

    @Test
    void only_excess_seats_are_freed() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute("UPDATE product_offerings SET max_users = 5");
        assertChanges(
                source,
                deactivate(SEATS),
                "user_roles(idle 1 helps A) is_active: true -> false",
                "user_roles(idle 1 in A) is_active: true -> false");
    }

    @Test
    void a_missing_feature_is_granted() throws Exception {
        TestCommand command = grantMissing(Family.STEWARDTRACK);
        assertChanges(
                postgres.prepared(Family.STEWARDTRACK),
                command,
                "+ tenant_feature_grants(new) {created_at=now, feature_id=feature 4, grant_source=direct, source_reference=licensewatch:"
                        + command.id() + ", starts_at=today, tenant_id=A, updated_at=now}");
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                grantMissing(Family.RUNBOOK),
                "+ tenant_feature_grants(A,feature 4) {feature_id=feature 4, granted_at=now, is_active=true, tenant_id=A}");
    }

    @Test
    void access_is_removed_from_the_tenants_own_role() throws Exception {
        assertChanges(
                postgres.prepared(Family.STEWARDTRACK),
                removeAccess(Family.STEWARDTRACK, "member A"),
                "- role_permissions(member reports:read A)");
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                removeAccess(Family.RUNBOOK, "member A"),
                "- role_surface_bindings(member A,reports surface)");
    }

    @Test
    void a_tenant_gets_the_features_of_its_offering_and_an_administrator() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute("DELETE FROM user_roles WHERE id = id('boss A in A')");
        TestCommand command = provision(true, "complete", "feature 3", "feature 4", "feature 9");
        assertChanges(
                source,
                command,
                "+ tenant_feature_grants(new) {created_at=now, feature_id=feature 4, grant_source=direct, source_reference=licensewatch:"
                        + command.id() + ", starts_at=today, tenant_id=A, updated_at=now}",
                "+ user_roles(new) {assigned_at=now, is_active=true, is_primary=true, role_id=admin A, tenant_id=A, user_id=busy}");
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                provision(false, "complete", "feature 1", "feature 4", "feature 9"),
                "+ tenant_feature_grants(A,feature 4) {feature_id=feature 4, granted_at=now, is_active=true, tenant_id=A}");
    }

    @Test
    void an_onboarding_with_all_steps_done_is_marked_complete() throws Exception {
        assertChanges(
                postgres.prepared(Family.STEWARDTRACK),
                complete(),
                "onboarding_progress(onboarding A) completed_at: null -> now",
                "onboarding_progress(onboarding A) is_completed: false -> true",
                "onboarding_progress(onboarding A) updated_at: now-9 -> now");
        assertChanges(
                postgres.prepared(Family.RUNBOOK),
                complete(),
                "onboarding_progress(A) completed: false -> true",
                "onboarding_progress(A) completed_at: null -> now");
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_view_is_refreshed_and_the_refresh_recorded(Family family) throws Exception {
        Source source = postgres.prepared(family);
        String view = family == Family.STEWARDTRACK ? "seats_by_tenant" : "tenant_user_effective_permissions";
        source.execute("DELETE FROM user_roles WHERE tenant_id = id('B') OR user_id = id('idle 3')");
        Rows before = source.rows();
        try (Commands commands = source.commands()) {
            assertThat(commands.run(refresh(view))).isEqualTo("APPLIED");
            List<String> changes = before.changesTo(source.rows());
            assertThat(changes)
                    .filteredOn(change -> !change.contains(view + "("))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("+ materialized_view_refresh_jobs(new) {")
                    .contains("success=true", "view_name=" + view);
            assertThat(changes)
                    .filteredOn(change -> change.startsWith("- " + view + "("))
                    .isNotEmpty();
        }
    }

    @Test
    void all_views_are_refreshed_whatever_their_names() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        try (Commands commands = source.commands()) {
            assertThat(commands.run(refresh("views"))).isEqualTo("APPLIED");
            assertThat(source.values("SELECT view_name FROM materialized_view_refresh_jobs WHERE success ORDER BY 1"))
                    .containsExactly("Busy \"tenants\"", "seats_by_tenant");
            assertThat(source.values("SELECT tenant_id FROM \"Busy \"\"tenants\"\"\""))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void the_unique_index_of_a_view_is_rebuilt(Family family) throws Exception {
        Source source = postgres.prepared(family);
        String view = family == Family.STEWARDTRACK ? "seats_by_tenant" : "tenant_user_effective_permissions";
        String indexes = "SELECT i.indexrelid || pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = '"
                + view + "'::regclass";
        String index = source.value(indexes);
        try (Commands commands = source.commands()) {
            assertThat(commands.run(
                            TestCommand.of("REBUILD_VIEW_INDEX", "_system", "{\"view\": \"" + view + "\"}", "{}")
                                    .approvals(1)))
                    .isEqualTo("APPLIED");
        }
        assertThat(source.value(indexes)).isNotEqualTo(index).endsWith(index.replaceAll("^\\d+", ""));
        source.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY " + view);
    }
}
