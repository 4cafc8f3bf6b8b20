package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.CRITICAL;
import static io.licensewatch.local.demo.Customer.Grade.CRITICAL_L3;
import static io.licensewatch.local.demo.Customer.Grade.INFO;
import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.local.demo.Customer.Grade.WARNING_L2;
import static io.licensewatch.schemas.command.CommandType.DEACTIVATE_INACTIVE_USERS;
import static io.licensewatch.schemas.command.CommandType.EXTEND_LICENSE;
import static io.licensewatch.schemas.command.CommandType.GRANT_MISSING_LICENSES;
import static io.licensewatch.schemas.command.CommandType.MARK_ONBOARDING_COMPLETE;
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
                views(),
                driftAndGrant(),
                driftAndRemoval(),
                onboarding(),
                everybody(),
                noise());
    }

    private static Incident alreadyThere() {
        Customer fencing = new Customer("Lowland Fencing");
        return new Incident(
                "What was wrong before licensewatch came",
                "Lowland Fencing's licence is in its last month. The snapshot brings it. Its administrator hears of it, and its"
                        + " bank pays for the renewal.",
                List.of(Step.of(
                        "nothing has to happen for it",
                        "",
                        fencing.opens(EXPIRING, "NOTICE", INFO),
                        fencing.issues(NOTIFY_TENANT_ADMIN),
                        fencing.issues(START_RENEWAL),
                        fencing.applied(NOTIFY_TENANT_ADMIN),
                        fencing.applied(START_RENEWAL),
                        fencing.resolves(EXPIRING, "NOTICE", INFO))));
    }

    private Incident seats() {
        Customer yoga = new Customer("Blue Door Yoga");
        return new Incident(
                "Seats run out, and the first repair does not work",
                "Blue Door Yoga has 20 seats and a good summer. The SaaS' order desk for seats says yes and does nothing.",
                List.of(
                        Step.of(
                                "18 of 20: exactly 90 %, which is not above",
                                "SELECT hire(1, 'Blue Door Yoga', 'coach');"),
                        Step.of(
                                "19 of 20: above 90 %",
                                "SELECT hire(1, 'Blue Door Yoga', 'coach');", yoga.opens(SEATS, "NEAR_LIMIT", WARNING)),
                        Step.of(
                                "21 of 20: above 100 %; the order desk takes the upgrade, and the seats stay 20",
                                "SELECT hire(2, 'Blue Door Yoga', 'coach');",
                                yoga.becomes(SEATS, "EXCEEDED", WARNING),
                                yoga.issues(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(UPGRADE_SEATS),
                                yoga.awaits(DEACTIVATE_INACTIVE_USERS),
                                yoga.applied(UPGRADE_SEATS),
                                yoga.ineffective(UPGRADE_SEATS)),
                        Step.of(
                                "25 of 20: above 120 %, another attempt, and that is in vain too: one level higher",
                                "SELECT hire(4, 'Blue Door Yoga', 'front desk');",
                                yoga.becomes(SEATS, "CRITICAL", CRITICAL),
                                yoga.cancels(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(UPGRADE_SEATS),
                                yoga.awaits(DEACTIVATE_INACTIVE_USERS),
                                yoga.applied(UPGRADE_SEATS),
                                yoga.ineffective(UPGRADE_SEATS),
                                yoga.escalates(SEATS, "CRITICAL", CRITICAL_L3)),
                        Step.of(
                                        "20 of 20: a person has those deactivated who have not signed in for 90 days",
                                        "",
                                        yoga.applied(DEACTIVATE_INACTIVE_USERS),
                                        yoga.becomes(SEATS, "NEAR_LIMIT", WARNING),
                                        yoga.effective(DEACTIVATE_INACTIVE_USERS),
                                        yoga.effective(UPGRADE_SEATS)) // what it was for is gone, by whatever
                                .approving(yoga, DEACTIVATE_INACTIVE_USERS)
                                .after(seatsHold),
                        Step.of(
                                        "17 of 20: three are banned, which frees their seats wherever they have one",
                                        """
                                        UPDATE auth.users SET banned_until = now() + interval '1 year' WHERE id IN (
                                            SELECT user_id FROM user_roles WHERE tenant_id = tenant('Blue Door Yoga')
                                            ORDER BY assigned_at DESC LIMIT 3);
                                        """,
                                        yoga.resolves(SEATS, "NEAR_LIMIT", WARNING))
                                .after(seatsHold),
                        Step.of(
                                "21 of 20, and the order desk works again: but upgrades wait for a person now",
                                """
                                UPDATE saas.order_desk SET works = true;
                                SELECT hire(4, 'Blue Door Yoga', 'coach');
                                """,
                                yoga.opens(SEATS, "EXCEEDED", WARNING_L2),
                                yoga.issues(DEACTIVATE_INACTIVE_USERS),
                                yoga.issues(UPGRADE_SEATS),
                                yoga.unchanged(DEACTIVATE_INACTIVE_USERS, "NOBODY_INACTIVE"),
                                yoga.awaits(UPGRADE_SEATS)),
                        Step.of(
                                        "21 of 40: the order desk has done what it said",
                                        "",
                                        yoga.applied(UPGRADE_SEATS),
                                        yoga.resolves(SEATS, "EXCEEDED", WARNING_L2),
                                        yoga.effective(UPGRADE_SEATS))
                                .approving(yoga, UPGRADE_SEATS)
                                .after(seatsHold)));
    }

    private static Incident expiry() {
        Customer rowing = new Customer("Harbour Rowing");
        return new Incident(
                "A licence comes to its end: 30, 7, 1 days, and over",
                "Harbour Rowing, 7 users, does not answer its mail, and does not pay: a renewal is an invoice.",
                List.of(
                        Step.of(
                                "30 days from the end (the last day is licensed)",
                                expires("Harbour Rowing", "current_date + 29"),
                                rowing.opens(EXPIRING, "NOTICE", INFO),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.issues(START_RENEWAL),
                                rowing.applied(NOTIFY_TENANT_ADMIN),
                                rowing.applied(START_RENEWAL)),
                        Step.of(
                                "7 days",
                                expires("Harbour Rowing", "current_date + 6"),
                                rowing.becomes(EXPIRING, "SOON", WARNING),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.applied(NOTIFY_TENANT_ADMIN)),
                        Step.of(
                                "1 day",
                                expires("Harbour Rowing", "current_date"),
                                rowing.becomes(EXPIRING, "FINAL", WARNING),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.applied(NOTIFY_TENANT_ADMIN)),
                        Step.of(
                                "over, for few users: support sees to it",
                                expires("Harbour Rowing", "current_date - 1"),
                                rowing.resolves(EXPIRING, "FINAL", WARNING),
                                rowing.opens(EXPIRED, "EXPIRED", WARNING),
                                rowing.issues(EXTEND_LICENSE),
                                rowing.issues(NOTIFY_TENANT_ADMIN),
                                rowing.issues(START_RENEWAL),
                                rowing.awaits(EXTEND_LICENSE),
                                rowing.applied(NOTIFY_TENANT_ADMIN),
                                rowing.applied(START_RENEWAL)),
                        Step.of(
                                "over for more than 24 hours: a senior engineer's",
                                expires("Harbour Rowing", "current_date - 3"),
                                rowing.becomes(EXPIRED, "EXPIRED", WARNING_L2)),
                        Step.of(
                                        "a person approves three days more, which begin a new countdown",
                                        "",
                                        rowing.applied(EXTEND_LICENSE),
                                        rowing.resolves(EXPIRED, "EXPIRED", WARNING_L2),
                                        rowing.effective(EXTEND_LICENSE),
                                        rowing.opens(EXPIRING, "SOON", WARNING),
                                        rowing.issues(NOTIFY_TENANT_ADMIN),
                                        rowing.issues(START_RENEWAL),
                                        rowing.applied(NOTIFY_TENANT_ADMIN),
                                        rowing.applied(START_RENEWAL))
                                .approving(rowing, EXTEND_LICENSE),
                        Step.of(
                                "the treasurer pays: a year more",
                                expires("Harbour Rowing", "current_date + 365"),
                                rowing.resolves(EXPIRING, "SOON", WARNING))));
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
                                cooking.issues(START_RENEWAL),
                                cooking.awaits(EXTEND_LICENSE),
                                cooking.applied(NOTIFY_TENANT_ADMIN),
                                cooking.applied(START_RENEWAL)),
                        Step.of(
                                        "a person approves three days more; the bank pays, so the next renewal is one",
                                        "UPDATE saas.accounts SET pays = true WHERE tenant_id = tenant('Copper Kettle Cooking');",
                                        cooking.applied(EXTEND_LICENSE),
                                        cooking.resolves(EXPIRED, "EXPIRED", CRITICAL),
                                        cooking.effective(EXTEND_LICENSE),
                                        cooking.opens(EXPIRING, "SOON", WARNING),
                                        cooking.issues(NOTIFY_TENANT_ADMIN),
                                        cooking.issues(START_RENEWAL),
                                        cooking.applied(NOTIFY_TENANT_ADMIN),
                                        cooking.applied(START_RENEWAL),
                                        cooking.resolves(EXPIRING, "SOON", WARNING))
                                .approving(cooking, EXTEND_LICENSE)));
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

    private Incident driftAndRemoval() {
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

    private static Incident onboarding() {
        Customer dance = new Customer("Paper Lantern Dance");
        return new Incident(
                "An onboarding that stands still",
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

    private static Incident views() {
        Customer system = Customer.SYSTEM;
        return new Incident(
                "Materialized views fail, and grow old",
                "The view of effective access cannot be refreshed; the summary has not been for two hours.",
                List.of(
                        Step.of(
                                "three refreshes have failed, a fourth is under way: the worker's succeeds",
                                """
                                SELECT refreshed('effective_access', false, n * interval '1 minute') FROM generate_series(1, 3) n;
                                INSERT INTO materialized_view_refresh_jobs (view_name) VALUES ('effective_access');
                                """,
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REBUILD_VIEW_INDEX),
                                system.applied(REFRESH_VIEWS),
                                system.awaits(REBUILD_VIEW_INDEX),
                                system.resolves(VIEW_FAILING, "FAILING", CRITICAL),
                                system.cancels(REBUILD_VIEW_INDEX),
                                system.effective(REFRESH_VIEWS)),
                        Step.of(
                                "the last success was two hours ago",
                                "SELECT refreshed('licence_summary', true, '2 hours');",
                                system.opens(VIEW_STALE, "STALE", WARNING),
                                system.issues(REFRESH_VIEWS),
                                system.applied(REFRESH_VIEWS),
                                system.resolves(VIEW_STALE, "STALE", WARNING),
                                system.effective(REFRESH_VIEWS))));
    }

    /** Club has 100 seats; with 4, its six customers are over by more than 20 %. */
    private Incident everybody() {
        List<Customer> critical = Stream.of(
                        "Old Mill Pottery",
                        "Tin Roof Theatre",
                        "Harbour Rowing",
                        "Copper Kettle Cooking",
                        "Quiet Corner Chess",
                        "Lowland Fencing")
                .map(Customer::new)
                .toList();
        Customer system = Customer.SYSTEM;
        List<Expectation> open = new ArrayList<>();
        List<Expectation> over = new ArrayList<>();
        for (Customer customer : critical) {
            open.add(customer.opens(SEATS, "CRITICAL", CRITICAL));
            open.add(customer.issues(DEACTIVATE_INACTIVE_USERS));
            open.add(customer.issues(UPGRADE_SEATS));
            open.add(customer.unchanged(DEACTIVATE_INACTIVE_USERS, "NOBODY_INACTIVE"));
            open.add(customer.held(UPGRADE_SEATS, "BUDGET"));
            over.add(customer.resolves(SEATS, "CRITICAL", CRITICAL));
            over.add(customer.withdraws(UPGRADE_SEATS));
        }
        open.add(system.opens(IMPACT, "SEVERAL", CRITICAL));
        over.add(system.resolves(IMPACT, "SEVERAL", CRITICAL));
        return new Incident(
                "Many customers at once have one cause",
                "Somebody writes 4 seats into the club offering instead of 400.",
                List.of(
                        new Step(
                                "six customers over 120 %, one alert that says so; their upgrades are held, as one an hour is enough",
                                "UPDATE product_offerings SET max_users = 4 WHERE code = 'club';",
                                List.of(),
                                open,
                                Duration.ZERO),
                        Step.of(
                                "two views fail on top of it, and refreshes are paused: the health score falls below 50",
                                """
                                SELECT licensewatch.pause(NULL, 'REFRESH_VIEWS', 'ada', 'the database has enough to do');
                                SELECT refreshed(view, false, n * interval '1 ms')
                                FROM generate_series(0, 2) n, unnest(ARRAY ['effective_access', 'licence_summary']) view;
                                """,
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.opens(VIEW_FAILING, "FAILING", CRITICAL),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REFRESH_VIEWS),
                                system.issues(REBUILD_VIEW_INDEX),
                                system.issues(REBUILD_VIEW_INDEX),
                                system.held(REFRESH_VIEWS, "PAUSED"),
                                system.held(REFRESH_VIEWS, "PAUSED"),
                                system.awaits(REBUILD_VIEW_INDEX),
                                system.awaits(REBUILD_VIEW_INDEX),
                                system.opens(HEALTH, "UNHEALTHY", CRITICAL)),
                        Step.of(
                                        "a person approves the rebuilding of both indexes",
                                        "",
                                        system.applied(REBUILD_VIEW_INDEX),
                                        system.applied(REBUILD_VIEW_INDEX),
                                        system.resolves(VIEW_FAILING, "FAILING", CRITICAL),
                                        system.resolves(VIEW_FAILING, "FAILING", CRITICAL),
                                        system.cancels(REFRESH_VIEWS),
                                        system.cancels(REFRESH_VIEWS),
                                        system.effective(REBUILD_VIEW_INDEX),
                                        system.effective(REBUILD_VIEW_INDEX),
                                        system.resolves(HEALTH, "UNHEALTHY", CRITICAL))
                                .approving(system, REBUILD_VIEW_INDEX)
                                .approving(system, REBUILD_VIEW_INDEX),
                        new Step(
                                "corrected, before a single seat was bought; the alert about many goes when the window has passed",
                                """
                                UPDATE product_offerings SET max_users = 400 WHERE code = 'club';
                                SELECT licensewatch.resume(NULL, 'REFRESH_VIEWS', 'ada');
                                """,
                                List.of(),
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
