package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.CRITICAL;
import static io.licensewatch.local.demo.Customer.Grade.CRITICAL_L3;
import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.local.demo.Customer.Grade.WARNING_L2;
import static io.licensewatch.schemas.command.CommandType.DEACTIVATE_INACTIVE_USERS;
import static io.licensewatch.schemas.command.CommandType.UPGRADE_SEATS;

import java.time.Duration;
import java.util.List;

/** Seats run out. */
record SeatIncidents(Duration hold) {
    private static final String SEATS = "seat-utilization";

    Incident seats() {
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
                                        yoga.effective(UPGRADE_SEATS)) // the condition is gone, whatever ended it
                                .approving(yoga, DEACTIVATE_INACTIVE_USERS)
                                .after(hold),
                        Step.of(
                                        "17 of 20: three are banned, which frees their seats wherever they have one",
                                        """
                                        UPDATE auth.users SET banned_until = now() + interval '1 year' WHERE id IN (
                                            SELECT user_id FROM user_roles WHERE tenant_id = tenant('Blue Door Yoga')
                                            ORDER BY assigned_at DESC LIMIT 3);
                                        """,
                                        yoga.resolves(SEATS, "NEAR_LIMIT", WARNING))
                                .after(hold),
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
                                        "21 of 40: the order desk has raised the limit",
                                        "",
                                        yoga.applied(UPGRADE_SEATS),
                                        yoga.resolves(SEATS, "EXCEEDED", WARNING_L2),
                                        yoga.effective(UPGRADE_SEATS))
                                .approving(yoga, UPGRADE_SEATS)
                                .after(hold)));
    }
}
