package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each precondition is violated, before the plan, and again between the plan and the effect: no row of the database changes. */
class RefusalsIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final Family S = Family.STEWARDTRACK;
    private static final Family R = Family.RUNBOOK;
    private static final String SEATS = "{\"inactiveDays\": 90, \"atMost\": 4}";

    /** The family, the change beforehand, the command, and its result. */
    static Stream<Arguments> violations() {
        List<Arguments> all = new ArrayList<>();
        for (Family family : Family.values()) {
            String grants = family == S
                    ? "UPDATE tenant_feature_grants SET expires_at = current_date + 30"
                    : "UPDATE tenant_feature_grants SET expires_at = now() + interval '30 days', is_active = true";
            all.add(arguments(family, grants, EffectsIT.extend("feature 1"), "STALE COVERED"));
            all.add(arguments(
                    family, "DELETE FROM tenant_feature_grants", EffectsIT.extend("feature 1"), "STALE COVERED"));
            all.add(arguments(
                    family,
                    "UPDATE auth.users SET last_sign_in_at = now()",
                    EffectsIT.deactivate(SEATS),
                    "NO_CHANGE NOBODY_INACTIVE"));
            all.add(arguments(
                    family,
                    "UPDATE auth.users SET last_sign_in_at = NULL",
                    EffectsIT.deactivate(SEATS),
                    "NO_CHANGE NOBODY_INACTIVE"));
            all.add(arguments(
                    family,
                    "DELETE FROM user_roles WHERE user_id <> id('boss A')",
                    EffectsIT.deactivate(SEATS),
                    "STALE WITHIN_LIMIT"));
            all.add(arguments(
                    family,
                    family == S
                            ? "INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source) VALUES (id('g4'), id('A'), id('feature 4'), 'direct')"
                            : "INSERT INTO tenant_feature_grants (tenant_id, feature_id, granted_at, is_active) VALUES (id('A'), id('feature 4'), now(), true)",
                    EffectsIT.grantMissing(family),
                    "STALE LICENSED"));
            all.add(arguments(
                    family,
                    family == S ? "DELETE FROM role_permissions" : "DELETE FROM role_surface_bindings",
                    EffectsIT.grantMissing(family),
                    "STALE LICENSED"));
            all.add(arguments(
                    family,
                    family == S
                            ? "INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source) VALUES (id('g9'), id('A'), id('feature 9'), 'direct')"
                            : "INSERT INTO tenant_feature_grants (tenant_id, feature_id, granted_at, is_active) VALUES (id('A'), id('feature 9'), now(), true)",
                    EffectsIT.removeAccess(family, "member A"),
                    "STALE LICENSED"));
            all.add(arguments(
                    family,
                    family == S ? "DELETE FROM role_permissions" : "DELETE FROM role_surface_bindings",
                    EffectsIT.removeAccess(family, "member A"),
                    "STALE ACCESS_GONE"));
            all.add(arguments(
                    family,
                    family == S ? "DELETE FROM roles" : "DELETE FROM user_roles WHERE role_id = id('member A')",
                    EffectsIT.removeAccess(family, "member A"),
                    "STALE ROLE_GONE"));
            all.add(arguments(
                    family,
                    "UPDATE onboarding_progress SET current_step = 'payment'",
                    EffectsIT.complete(),
                    "STALE WENT_ON"));
            all.add(arguments(family, "DELETE FROM onboarding_progress", EffectsIT.complete(), "STALE NO_ROW"));
            all.add(arguments(
                    family,
                    "UPDATE onboarding_progress SET " + (family == S ? "is_completed" : "completed") + " = true",
                    EffectsIT.complete(),
                    "NO_CHANGE COMPLETE"));
            all.add(arguments(
                    family,
                    "UPDATE onboarding_progress SET current_step = 'payment'",
                    EffectsIT.provision(false, "complete", "feature 4"),
                    "STALE WENT_ON"));
            all.add(arguments(
                    family,
                    "SELECT 1",
                    EffectsIT.refresh("of_another_name"),
                    "UNSUPPORTED there is no such materialized view in schema public that the worker's functions own"));
        }
        all.add(arguments(
                S,
                "UPDATE tenants SET subscription_status = 'active'",
                EffectsIT.extend("feature 1").bound("SUBSCRIPTION"),
                "STALE COVERED"));
        all.add(arguments(
                S,
                "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() + interval '1 day'",
                EffectsIT.extend("feature 1").bound("SUBSCRIPTION"),
                "STALE COVERED"));
        all.add(arguments(
                S, "UPDATE feature_catalog SET is_active = false", EffectsIT.extend("feature 1"), "STALE COVERED"));
        all.add(arguments(
                S, "UPDATE product_offerings SET max_users = NULL", EffectsIT.deactivate(SEATS), "STALE WITHIN_LIMIT"));
        all.add(arguments(
                S, "UPDATE product_offerings SET max_users = 6", EffectsIT.deactivate(SEATS), "STALE WITHIN_LIMIT"));
        all.add(arguments(
                S,
                "UPDATE roles SET metadata_key = 'role_admin_' || name",
                EffectsIT.deactivate(SEATS),
                "NO_CHANGE NOBODY_INACTIVE"));
        all.add(arguments(
                S, "DELETE FROM product_offering_features", EffectsIT.grantMissing(S), "STALE NOT_IN_OFFERING"));
        all.add(arguments(
                S,
                "UPDATE roles SET tenant_id = NULL",
                EffectsIT.removeAccess(S, "member A"),
                "UNSUPPORTED the role belongs to no tenant: taking access from it would hit all"));
        all.add(arguments(
                S,
                "UPDATE roles SET tenant_id = id('B')",
                EffectsIT.removeAccess(S, "member A"),
                "UNSUPPORTED the role is another tenant's too"));
        all.add(arguments(
                R,
                "UPDATE user_roles SET role_id = id('member A') WHERE tenant_id = id('B') AND role_id = id('member B')",
                EffectsIT.removeAccess(R, "member A"),
                "UNSUPPORTED the role is another tenant's too"));
        all.add(arguments(
                S,
                "UPDATE onboarding_progress SET current_step = 'complete'", // no step was skipped, but the guard is for
                // another step
                TestCommand.of("MARK_ONBOARDING_COMPLETE", id("A"), "{}", "{\"currentStep\": \"payment\"}"),
                "STALE WENT_ON"));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_violated_precondition_changes_nothing(Family family, String first, TestCommand command, String end)
            throws Exception {
        Source source = postgres.shared(family);
        source.execute(first);
        Rows before = source.rows();
        try (Commands commands = source.commands()) {
            TestCommand fresh = command.again();
            commands.run(fresh);
            assertThat(commands.published(fresh)).last().isEqualTo(end);
            assertThat(before.changesTo(source.rows())).isEmpty();
            assertThat(end).startsWith(commands.advanceNow(fresh));
            assertThat(before.changesTo(source.rows())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_precondition_violated_after_the_plan_changes_nothing(
            Family family, String first, TestCommand command, String end) throws Exception {
        Source source = postgres.shared(family);
        try (Commands commands = source.commands()) {
            TestCommand fresh = command.again().approvals(1);
            commands.receive(fresh);
            commands.advance(fresh);
            source.execute(first);
            Rows before = source.rows();
            if (commands.planHash(fresh) != null) {
                commands.approve(fresh, "maria");
                commands.advance(fresh);
            }
            assertThat(commands.published(fresh)).last().isEqualTo(end);
            assertThat(before.changesTo(source.rows())).isEmpty();
        }
    }

    /** Forged commands, or commands for an older schema, change nothing. */
    static Stream<Arguments> unfit() {
        return Stream.of(
                arguments(
                        EffectsIT.extend("feature 1"),
                        "{\"extensionDays\": 400, \"featureIds\": " + Ids.list("feature 1") + "}",
                        "UNSUPPORTED an extension takes 1 to 14 days"),
                arguments(
                        EffectsIT.deactivate(SEATS),
                        "{\"inactiveDays\": 1, \"atMost\": 4}",
                        "UNSUPPORTED whoever has signed in within 30 days is not inactive"),
                arguments(
                        EffectsIT.deactivate(SEATS),
                        "{\"inactiveDays\": 90, \"atMost\": 0}",
                        "NO_CHANGE NOBODY_INACTIVE"),
                arguments(
                        TestCommand.of("END_EXTENSION", id("A"), "{}", "{}"),
                        "{\"leaseCommandId\": \"none\"}",
                        "STALE NO_LEASE"),
                arguments(EffectsIT.extend("feature 1"), "{\"featureIds\": \"x\"}", "STALE COVERED"),
                arguments(
                        EffectsIT.grantMissing(S),
                        "{\"roleId\": \"x\", \"resource\": \"y\", \"featureIds\": []}",
                        "FAILED"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void excessive_parameters_change_nothing(TestCommand command, String parameters, String end) throws Exception {
        Source source = postgres.shared(S);
        Rows before = source.rows();
        try (Commands commands = source.commands()) {
            TestCommand fresh = command.again().parameters(parameters);
            commands.run(fresh);
            assertThat(commands.published(fresh)).last().isEqualTo(end);
            assertThat(before.changesTo(source.rows())).isEmpty();
        }
    }

    static Stream<Arguments> largeChanges() {
        return Stream.of(
                arguments(S, EffectsIT.extend("feature 1", "feature 2")),
                arguments(R, EffectsIT.extend("feature 1", "feature 2")),
                arguments(S, EffectsIT.deactivate(SEATS)),
                arguments(R, EffectsIT.deactivate(SEATS)));
    }

    @ParameterizedTest
    @MethodSource("largeChanges")
    void more_rows_than_allowed_are_rolled_back(Family family, TestCommand command) throws Exception {
        Source source = postgres.shared(family);
        Rows before = source.rows();
        try (Commands commands = source.commands()) {
            TestCommand small = command.again().maxRows(1);
            assertThat(commands.run(small)).isEqualTo("FAILED");
            assertThat(before.changesTo(source.rows())).isEmpty();
            source.execute("UPDATE licensewatch.limits SET max_rows = 1 WHERE type = '*'");
            assertThat(commands.run(command.again()))
                    .as("the database's own limit")
                    .isEqualTo("FAILED");
            assertThat(before.changesTo(source.rows())).isEmpty();
        }
    }
}
