package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.CRITICAL;
import static io.licensewatch.local.demo.Customer.Grade.INFO;
import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.local.demo.Customer.Grade.WARNING_L2;
import static io.licensewatch.schemas.command.CommandType.DEACTIVATE_INACTIVE_USERS;
import static io.licensewatch.schemas.command.CommandType.EXTEND_LICENSE;
import static io.licensewatch.schemas.command.CommandType.GRANT_MISSING_LICENSES;
import static io.licensewatch.schemas.command.CommandType.NOTIFY_TENANT_ADMIN;
import static io.licensewatch.schemas.command.CommandType.PROVISION_DEFAULTS;
import static io.licensewatch.schemas.command.CommandType.REBUILD_VIEW_INDEX;
import static io.licensewatch.schemas.command.CommandType.REFRESH_VIEWS;
import static io.licensewatch.schemas.command.CommandType.REMOVE_RBAC_ACCESS;
import static io.licensewatch.schemas.command.CommandType.RERUN_ONBOARDING_STEP;
import static io.licensewatch.schemas.command.CommandType.START_RENEWAL;
import static io.licensewatch.schemas.command.CommandType.UPGRADE_SEATS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The incidents of the runbook, on the customers of seed.sql. Days count from today in the database's time zone, UTC. */
record Scenario(Duration seatsHold, Duration driftHold, Duration impactWindow) {
    private static final String SEATS = "seat-utilization";
    private static final String EXPIRING = "license-expiring";
    private static final String EXPIRED = "license-expired";
    private static final String DRIFT = "rbac-drift";
    private static final String ONBOARDING = "onboarding-stalled";
    private static final String VIEW_FAILING = "view-refresh-failing";
    private static final String VIEW_STALE = "view-stale";
    private static final String IMPACT = "multi-tenant-impact";
    private static final String HEALTH = "system-health";

    List<Incident> incidents() {
        return List.of(
                alreadyThere(),
                seats(),
                expiry(),
                expiredForMany(),
                renewal(),
                driftAndGrant(),
                driftAndRemoval(),
                onboarding(),
                views(),
                everybody(),
                noise());
    }

    private static Incident alreadyThere() {
        Customer fencing = new Customer("Lowland Fencing");
        return new Incident(
                "What was wrong before licensewatch came",
                "Lowland Fencing's licence is in its last month. The snapshot brings it; it is told once the snapshot is"
                        + " whole.",
                List.of(Step.of(
                        "nothing has to happen for it",
                        "",
                        fencing.opens(EXPIRING, "NOTICE", INFO),
                        fencing.issues(NOTIFY_TENANT_ADMIN),
                        fencing.issues(START_RENEWAL))));
    }

    private Incident seats() {
        Customer yoga = new Customer("Blue Door Yoga");
        return new Incident(
                "Seats run out, and come back",
                "Blue Door Yoga has 20 seats and a good summer.",
                List.of(
                        Step.of(
                                "18 of 20: exactly 90 %, which is not above",
                                "SELECT hire(1, 'Blue Door Yoga', 'coach');"),
                        Step.of(
                                "19 of 20: above 90 %",
                                "SELECT hire(1, 'Blue Door Yoga', 'coach');", yoga.opens(SEATS, "NEAR_LIMIT", WARNING)),
                        Step.of(
                                "21 of 20: above 100 %",
                                "SELECT hire(2, 'Blue Door Yoga', 'coach');",
                                yoga.becomes(SEATS, "EXCEEDED", WARNING),
                                yoga.issues(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(UPGRADE_SEATS)),
                        Step.of(
                                "25 of 20: above 120 %; what was asked for 1 seat too many is asked anew for 5",
                                "SELECT hire(4, 'Blue Door Yoga', 'front desk');",
                                yoga.becomes(SEATS, "CRITICAL", CRITICAL),
                                yoga.cancels(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(DEACTIVATE_INACTIVE_USERS),
                                yoga.cancels(UPGRADE_SEATS),
                                yoga.issues(UPGRADE_SEATS)),
                        Step.of(
                                        "20 of 20: the helpers of the summer go",
                                        """
                                        DELETE FROM user_roles WHERE id IN (
                                            SELECT id FROM user_roles WHERE tenant_id = tenant('Blue Door Yoga')
                                            ORDER BY assigned_at DESC LIMIT 5);
                                        """,
                                        yoga.becomes(SEATS, "NEAR_LIMIT", WARNING),
                                        yoga.cancels(DEACTIVATE_INACTIVE_USERS),
                                        yoga.cancels(UPGRADE_SEATS))
                                .after(seatsHold),
                        Step.of(
                                        "17 of 20: three are banned, which frees their seats wherever they have one",
                                        """
                                        UPDATE auth.users SET banned_until = now() + interval '1 year' WHERE id IN (
                                            SELECT user_id FROM user_roles WHERE tenant_id = tenant('Blue Door Yoga')
                                            ORDER BY assigned_at DESC LIMIT 3);
                                        """,
                                        yoga.resolves(SEATS, "NEAR_LIMIT", WARNING))
                                .after(seatsHold)));
    }

    private static Incident expiry() {
        Customer rowing = new Customer("Harbour Rowing");
        return new Incident(
                "A licence comes to its end: 30, 7, 1 days, and over",
                "Harbour Rowing, 7 users, does not answer its mail.",
                List.of(
                        Step.of(
                                "30 days from the end (the last day is licensed)",
                                expires("Harbour Rowing", "current_date + 29"),
                                rowing.opens(EXPIRING, "NOTICE", INFO),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.issues(START_RENEWAL)),
                        Step.of(
                                "7 days",
                                expires("Harbour Rowing", "current_date + 6"),
                                rowing.becomes(EXPIRING, "SOON", WARNING),
                                rowing.issues(NOTIFY_TENANT_ADMIN)),
                        Step.of(
                                "1 day",
                                expires("Harbour Rowing", "current_date"),
                                rowing.becomes(EXPIRING, "FINAL", WARNING),
                                rowing.issues(NOTIFY_TENANT_ADMIN)),
                        Step.of(
                                "over, for few users: support sees to it",
                                expires("Harbour Rowing", "current_date - 1"),
                                rowing.resolves(EXPIRING, "FINAL", WARNING),
                                rowing.cancels(START_RENEWAL),
                                rowing.cancels(NOTIFY_TENANT_ADMIN),
                                rowing.opens(EXPIRED, "EXPIRED", WARNING),
                                rowing.issues(EXTEND_LICENSE),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.issues(START_RENEWAL)),
                        Step.of(
                                "over for more than 24 hours: a senior engineer's",
                                expires("Harbour Rowing", "current_date - 3"),
                                rowing.becomes(EXPIRED, "EXPIRED", WARNING_L2)),
                        Step.of(
                                "extended by a year",
                                expires("Harbour Rowing", "current_date + 365"),
                                rowing.resolves(EXPIRED, "EXPIRED", WARNING_L2),
                                rowing.cancels(EXTEND_LICENSE),
                                rowing.cancels(NOTIFY_TENANT_ADMIN),
                                rowing.cancels(START_RENEWAL))));
    }

    private static Incident expiredForMany() {
        Customer cooking = new Customer("Copper Kettle Cooking");
        return new Incident(
                "A licence is over for more than 10 users",
                "Copper Kettle Cooking, 16 users, stands before closed doors: somebody is woken.",
                List.of(
                        Step.of(
                                "over since midnight",
                                expires("Copper Kettle Cooking", "current_date - 1"),
                                cooking.opens(EXPIRED, "EXPIRED", CRITICAL),
                                cooking.issues(EXTEND_LICENSE),
                                cooking.issues(NOTIFY_TENANT_ADMIN),
                                cooking.issues(START_RENEWAL)),
                        Step.of(
                                "extended again",
                                expires("Copper Kettle Cooking", "current_date + 90"),
                                cooking.resolves(EXPIRED, "EXPIRED", CRITICAL),
                                cooking.cancels(EXTEND_LICENSE),
                                cooking.cancels(NOTIFY_TENANT_ADMIN),
                                cooking.cancels(START_RENEWAL))));
    }

    private static String expires(String tenant, String day) {
        return "UPDATE tenant_feature_grants SET expires_at = " + day + "\nWHERE tenant_id = tenant('" + tenant + "');";
    }

    private Incident renewal() {
        return new Incident(
                "A renewal without a gap",
                "Northside Climbing's grants end in five days, and the new ones start the day after.",
                List.of(Step.of("nobody has to be told", """
                                UPDATE tenant_feature_grants SET expires_at = current_date + 5
                                WHERE tenant_id = tenant('Northside Climbing');
                                INSERT INTO tenant_feature_grants (tenant_id, feature_id, starts_at, expires_at)
                                SELECT tenant_id, feature_id, current_date + 6, current_date + 370
                                FROM tenant_feature_grants WHERE tenant_id = tenant('Northside Climbing');
                                """).after(driftHold)));
    }

    private Incident driftAndGrant() {
        Customer pottery = new Customer("Old Mill Pottery");
        return new Incident(
                "Roles without a licence, mended by granting it",
                "Old Mill Pottery's bookkeepers open the payroll page, and somebody removes the payroll licence.",
                List.of(
                        Step.of(
                                        "the offering contains payroll, so granting it is proposed",
                                        """
                                        DELETE FROM tenant_feature_grants
                                        WHERE tenant_id = tenant('Old Mill Pottery') AND feature_id = feature('payroll');
                                        """,
                                        pottery.opens(DRIFT, "DRIFT", WARNING),
                                        pottery.issues(GRANT_MISSING_LICENSES))
                                .after(driftHold),
                        Step.of(
                                        "option A of the runbook",
                                        """
                                        INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, starts_at)
                                        SELECT tenant('Old Mill Pottery'), feature_id, 'direct', current_date
                                        FROM license_feature_bundle_items i
                                        WHERE bundle_id = bundle('back-office') AND is_required AND NOT EXISTS (
                                            SELECT FROM tenant_feature_grants g
                                            WHERE g.tenant_id = tenant('Old Mill Pottery') AND g.feature_id = i.feature_id);
                                        """,
                                        pottery.resolves(DRIFT, "DRIFT", WARNING),
                                        pottery.cancels(GRANT_MISSING_LICENSES),
                                        pottery.issues(REFRESH_VIEWS))
                                .after(driftHold)));
    }

    private Incident driftAndRemoval() {
        Customer theatre = new Customer("Tin Roof Theatre");
        return new Incident(
                "Roles without a licence, mended by removing the access",
                "Tin Roof Theatre had analytics as a present. The present ends; its coaches still open the attendance page.",
                List.of(
                        Step.of(
                                        "the offering does not contain analytics, so removing the access is proposed",
                                        """
                                        DELETE FROM tenant_feature_grants
                                        WHERE tenant_id = tenant('Tin Roof Theatre') AND grant_source = 'comp';
                                        """,
                                        theatre.opens(DRIFT, "DRIFT", WARNING),
                                        theatre.issues(REMOVE_RBAC_ACCESS))
                                .after(driftHold),
                        Step.of(
                                        "option B of the runbook",
                                        """
                                        DELETE FROM role_surface_bindings
                                        WHERE role_id = role('Tin Roof Theatre', 'coach') AND surface_id IN (
                                            SELECT surface_id FROM surface_license_bindings
                                            WHERE required_bundle_id = bundle('insight'));
                                        """,
                                        theatre.resolves(DRIFT, "DRIFT", WARNING),
                                        theatre.cancels(REMOVE_RBAC_ACCESS),
                                        theatre.issues(REFRESH_VIEWS))
                                .after(driftHold)));
    }

    private static Incident onboarding() {
        Customer dance = new Customer("Paper Lantern Dance");
        return new Incident(
                "An onboarding that stands still",
                "Paper Lantern Dance signed up and got stuck at the roles: no administrator, nothing for two days.",
                List.of(
                        Step.of(
                                "49 hours without progress",
                                """
                                SELECT sign_up('Paper Lantern Dance', 'studio', onboarded => false);
                                INSERT INTO onboarding_progress (tenant_id, current_step, completed_steps, created_at, updated_at)
                                VALUES (tenant('Paper Lantern Dance'), 'rbac-setup', '{welcome}',
                                        now() - interval '3 days', now() - interval '49 hours');
                                """,
                                dance.opens(ONBOARDING, "STALLED", WARNING),
                                dance.issues(RERUN_ONBOARDING_STEP),
                                dance.issues(PROVISION_DEFAULTS)),
                        Step.of(
                                "an administrator is assigned and the onboarding marked complete",
                                """
                                SELECT hire(1, 'Paper Lantern Dance', 'admin');
                                UPDATE onboarding_progress SET is_completed = true, completed_at = now(), updated_at = now()
                                WHERE tenant_id = tenant('Paper Lantern Dance');
                                """,
                                dance.resolves(ONBOARDING, "STALLED", WARNING),
                                dance.cancels(RERUN_ONBOARDING_STEP),
                                dance.cancels(PROVISION_DEFAULTS))));
    }

    private static Incident views() {
        Customer system = Customer.SYSTEM;
        return new Incident(
                "Materialized views fail, and grow old",
                "The view of effective access cannot be refreshed; the summary has not been for two hours.",
                List.of(
                        Step.of(
                                "three refreshes have failed, a fourth is under way",
                                """
                                SELECT refreshed('effective_access', false, n * interval '1 minute') FROM generate_series(1, 3) n;
                                INSERT INTO materialized_view_refresh_jobs (view_name) VALUES ('effective_access');
                                """,
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REBUILD_VIEW_INDEX)),
                        Step.of(
                                "it succeeds",
                                "SELECT refreshed('effective_access', true);",
                                system.resolves(VIEW_FAILING, "FAILING", CRITICAL),
                                system.cancels(REFRESH_VIEWS),
                                system.cancels(REBUILD_VIEW_INDEX)),
                        Step.of(
                                "the last success was two hours ago",
                                "SELECT refreshed('licence_summary', true, '2 hours');",
                                system.opens(VIEW_STALE, "STALE", WARNING),
                                system.issues(REFRESH_VIEWS)),
                        Step.of(
                                "refreshed",
                                "SELECT refreshed('licence_summary', true);",
                                system.resolves(VIEW_STALE, "STALE", WARNING),
                                system.cancels(REFRESH_VIEWS))));
    }

    /** Club has 100 seats; with 5, five customers are over by more than 20 %, and Lowland Fencing is at its limit. */
    private Incident everybody() {
        List<Customer> critical = Stream.of(
                        "Old Mill Pottery",
                        "Tin Roof Theatre",
                        "Harbour Rowing",
                        "Copper Kettle Cooking",
                        "Quiet Corner Chess")
                .map(Customer::new)
                .toList();
        Customer fencing = new Customer("Lowland Fencing");
        Customer system = Customer.SYSTEM;
        List<Expectation> open = new ArrayList<>();
        List<Expectation> over = new ArrayList<>();
        for (Customer customer : critical) {
            open.add(customer.opens(SEATS, "CRITICAL", CRITICAL));
            open.add(customer.issues(DEACTIVATE_INACTIVE_USERS));
            open.add(customer.issues(UPGRADE_SEATS));
            over.add(customer.resolves(SEATS, "CRITICAL", CRITICAL));
            over.add(customer.cancels(DEACTIVATE_INACTIVE_USERS));
            over.add(customer.cancels(UPGRADE_SEATS));
        }
        open.add(fencing.opens(SEATS, "NEAR_LIMIT", WARNING));
        open.add(system.opens(IMPACT, "SEVERAL", CRITICAL));
        over.add(fencing.resolves(SEATS, "NEAR_LIMIT", WARNING));
        over.add(system.resolves(HEALTH, "UNHEALTHY", CRITICAL));
        over.add(system.resolves(VIEW_FAILING, "FAILING", CRITICAL));
        over.add(system.resolves(VIEW_FAILING, "FAILING", CRITICAL));
        over.add(system.cancels(REFRESH_VIEWS));
        over.add(system.cancels(REFRESH_VIEWS));
        over.add(system.cancels(REBUILD_VIEW_INDEX));
        over.add(system.cancels(REBUILD_VIEW_INDEX));
        over.add(system.resolves(IMPACT, "SEVERAL", CRITICAL));
        return new Incident(
                "Many customers at once have one cause",
                "Somebody writes 5 seats into the club offering instead of 500.",
                List.of(
                        new Step(
                                "five customers over 120 %, and one alert that says so",
                                "UPDATE product_offerings SET max_users = 5 WHERE code = 'club';", open, Duration.ZERO),
                        Step.of(
                                "two views fail on top of it: the health score falls below 50",
                                """
                                SELECT refreshed(view, false, n * interval '1 ms')
                                FROM generate_series(0, 2) n, unnest(ARRAY ['effective_access', 'licence_summary']) view;
                                """,
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REBUILD_VIEW_INDEX),
                                system.issues(REBUILD_VIEW_INDEX),
                                system.opens(HEALTH, "UNHEALTHY", CRITICAL)),
                        new Step(
                                "mended; the alert about many goes when the window has passed",
                                """
                                UPDATE product_offerings SET max_users = 500 WHERE code = 'club';
                                SELECT refreshed(view, true) FROM unnest(ARRAY ['effective_access', 'licence_summary']) view;
                                """,
                                over,
                                seatsHold.compareTo(impactWindow) > 0 ? seatsHold : impactWindow)));
    }

    private Incident noise() {
        return new Incident(
                "Business as usual, which looks like trouble for a moment",
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
