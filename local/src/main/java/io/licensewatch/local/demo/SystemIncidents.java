package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.CRITICAL;
import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.schemas.command.CommandType.DEACTIVATE_INACTIVE_USERS;
import static io.licensewatch.schemas.command.CommandType.REBUILD_VIEW_INDEX;
import static io.licensewatch.schemas.command.CommandType.REFRESH_VIEWS;
import static io.licensewatch.schemas.command.CommandType.UPGRADE_SEATS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What concerns all. */
record SystemIncidents(Duration seatsHold, Duration impactWindow) {
    private static final String SEATS = "seat-utilization";
    private static final String VIEW_FAILING = "view-refresh-failing";
    private static final String VIEW_STALE = "view-stale";
    private static final String HELD = "remediation-held";
    private static final String IMPACT = "multi-tenant-impact";
    private static final String HEALTH = "system-health";

    Incident views() {
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
    Incident everybody() {
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
            open.add(customer.cancels(UPGRADE_SEATS));
            open.add(customer.issues(UPGRADE_SEATS));
            open.add(customer.awaits(UPGRADE_SEATS));
            over.add(customer.resolves(SEATS, "CRITICAL", CRITICAL));
            over.add(customer.withdraws(UPGRADE_SEATS));
        }
        open.add(system.opens(IMPACT, "SEVERAL", CRITICAL));
        over.add(system.resolves(IMPACT, "SEVERAL", CRITICAL));
        return new Incident(
                "Many customers at once have one cause",
                "An operator enters 4 seats for the club offering instead of 400.",
                List.of(
                        new Step(
                                "six customers over 120 %, one alert that says so; their upgrades are issued again, for a person to approve",
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
                                system.opens(HEALTH, "UNHEALTHY", CRITICAL),
                                system.opens(HELD, "HELD", WARNING)),
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
                                        system.resolves(HEALTH, "UNHEALTHY", CRITICAL),
                                        system.resolves(HELD, "HELD", WARNING))
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
}
