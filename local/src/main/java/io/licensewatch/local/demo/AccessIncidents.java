package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.schemas.command.CommandType.GRANT_MISSING_LICENSES;
import static io.licensewatch.schemas.command.CommandType.MARK_ONBOARDING_COMPLETE;
import static io.licensewatch.schemas.command.CommandType.PROVISION_DEFAULTS;
import static io.licensewatch.schemas.command.CommandType.REFRESH_VIEWS;
import static io.licensewatch.schemas.command.CommandType.REMOVE_RBAC_ACCESS;
import static io.licensewatch.schemas.command.CommandType.RERUN_ONBOARDING_STEP;

import java.time.Duration;
import java.util.List;

/** Roles and onboardings. */
record AccessIncidents(Duration driftHold) {
    private static final String DRIFT = "rbac-drift";
    private static final String ONBOARDING = "onboarding-stalled";

    Incident driftAndGrant() {
        Customer pottery = new Customer("Old Mill Pottery");
        return new Incident(
                "Roles without a licence, repaired by granting it",
                "Old Mill Pottery's bookkeepers open the payroll page, and somebody removes the payroll licence.",
                List.of(
                        Step.of(
                                        "the offering contains payroll, so granting it is proposed",
                                        """
                                        DELETE FROM tenant_feature_grants
                                        WHERE tenant_id = tenant('Old Mill Pottery') AND feature_id = feature('payroll');
                                        """,
                                        pottery.opens(DRIFT, "DRIFT", WARNING),
                                        pottery.issues(GRANT_MISSING_LICENSES),
                                        pottery.awaits(GRANT_MISSING_LICENSES))
                                .after(driftHold),
                        Step.of(
                                        "option A of the runbook, and the views are refreshed after it",
                                        "",
                                        pottery.applied(GRANT_MISSING_LICENSES),
                                        pottery.resolves(DRIFT, "DRIFT", WARNING),
                                        pottery.effective(GRANT_MISSING_LICENSES),
                                        pottery.issues(REFRESH_VIEWS),
                                        pottery.applied(REFRESH_VIEWS))
                                .approving(pottery, GRANT_MISSING_LICENSES)
                                .after(driftHold)));
    }

    Incident driftAndRemoval() {
        Customer theatre = new Customer("Tin Roof Theatre");
        return new Incident(
                "Roles without a licence, repaired by removing the access",
                "Tin Roof Theatre had analytics as a present. The present ends; its coaches still open the attendance page.",
                List.of(
                        Step.of(
                                        "the offering does not contain analytics, so removing the access is proposed",
                                        """
                                        DELETE FROM tenant_feature_grants
                                        WHERE tenant_id = tenant('Tin Roof Theatre') AND grant_source = 'comp';
                                        """,
                                        theatre.opens(DRIFT, "DRIFT", WARNING),
                                        theatre.issues(REMOVE_RBAC_ACCESS),
                                        theatre.awaits(REMOVE_RBAC_ACCESS))
                                .after(driftHold),
                        Step.of(
                                        "option B of the runbook",
                                        "",
                                        theatre.applied(REMOVE_RBAC_ACCESS),
                                        theatre.resolves(DRIFT, "DRIFT", WARNING),
                                        theatre.effective(REMOVE_RBAC_ACCESS),
                                        theatre.issues(REFRESH_VIEWS),
                                        theatre.applied(REFRESH_VIEWS))
                                .approving(theatre, REMOVE_RBAC_ACCESS)
                                .after(driftHold)));
    }

    Incident onboarding() {
        Customer dance = new Customer("Paper Lantern Dance");
        return new Incident(
                "An onboarding that has stalled",
                "Paper Lantern Dance signed up and got stuck at the roles: no administrator, nothing for two days.",
                List.of(
                        Step.of(
                                "49 hours without progress: the step needs an administrator (503), gets one, and is run again",
                                """
                                SELECT sign_up('Paper Lantern Dance', 'studio', onboarded => false);
                                INSERT INTO auth.users (id, email) VALUES (tenant('Ida'), 'ida@example.org');
                                INSERT INTO onboarding_progress (tenant_id, user_id, current_step, completed_steps, created_at, updated_at)
                                VALUES (tenant('Paper Lantern Dance'), tenant('Ida'), 'rbac-setup', '{welcome}',
                                        now() - interval '3 days', now() - interval '49 hours');
                                """,
                                dance.opens(ONBOARDING, "STALLED", WARNING),
                                dance.issues(RERUN_ONBOARDING_STEP),
                                dance.issues(PROVISION_DEFAULTS),
                                dance.applied(PROVISION_DEFAULTS),
                                dance.effective(PROVISION_DEFAULTS),
                                dance.becomes(ONBOARDING, "STALLED", WARNING),
                                dance.applied(RERUN_ONBOARDING_STEP),
                                dance.resolves(ONBOARDING, "STALLED", WARNING),
                                dance.effective(RERUN_ONBOARDING_STEP)),
                        Step.of(
                                "every step is done, and the flag was forgotten",
                                """
                                UPDATE onboarding_progress SET current_step = 'complete', updated_at = now() - interval '49 hours',
                                    completed_steps = '{welcome,rbac-setup,feature-tour,payment,complete}'
                                WHERE tenant_id = tenant('Paper Lantern Dance');
                                """,
                                dance.opens(ONBOARDING, "STALLED", WARNING),
                                dance.issues(MARK_ONBOARDING_COMPLETE),
                                dance.applied(MARK_ONBOARDING_COMPLETE),
                                dance.resolves(ONBOARDING, "STALLED", WARNING),
                                dance.effective(MARK_ONBOARDING_COMPLETE))));
    }

    Incident noise() {
        return new Incident(
                "Business as usual, which resembles an incident for a moment",
                "Quiet Corner Chess has nothing wrong, before and after.",
                List.of(
                        Step.of("all its grants are deleted and inserted again, in one transaction", """
                                        CREATE TEMPORARY TABLE g AS
                                            SELECT * FROM tenant_feature_grants WHERE tenant_id = tenant('Quiet Corner Chess');
                                        DELETE FROM tenant_feature_grants WHERE tenant_id = tenant('Quiet Corner Chess');
                                        INSERT INTO tenant_feature_grants (tenant_id, feature_id) SELECT tenant_id, feature_id FROM g;
                                        DROP TABLE g;
                                        """)
                                .after(driftHold),
                        Step.of("a bookkeeper becomes a coach: deleted in one transaction, inserted in the next", """
                                        BEGIN; CREATE TEMPORARY TABLE u ON COMMIT PRESERVE ROWS AS
                                            SELECT user_id FROM user_roles
                                            WHERE role_id = role('Quiet Corner Chess', 'bookkeeper') LIMIT 1;
                                        DELETE FROM user_roles WHERE user_id IN (SELECT user_id FROM u); COMMIT;
                                        BEGIN; INSERT INTO user_roles (tenant_id, user_id, role_id)
                                            SELECT tenant('Quiet Corner Chess'), user_id, role('Quiet Corner Chess', 'coach')
                                            FROM u; DROP TABLE u; COMMIT;
                                        """)
                                .after(driftHold)));
    }
}
