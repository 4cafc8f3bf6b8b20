package io.licensewatch.local.demo;

import static io.licensewatch.local.demo.Customer.Grade.CRITICAL;
import static io.licensewatch.local.demo.Customer.Grade.INFO;
import static io.licensewatch.local.demo.Customer.Grade.WARNING;
import static io.licensewatch.local.demo.Customer.Grade.WARNING_L2;
import static io.licensewatch.schemas.command.CommandType.EXTEND_LICENSE;
import static io.licensewatch.schemas.command.CommandType.NOTIFY_TENANT_ADMIN;
import static io.licensewatch.schemas.command.CommandType.START_RENEWAL;

import java.time.Duration;
import java.util.List;

/** Licences end. */
record LicenceIncidents(Duration driftHold) {
    private static final String EXPIRING = "license-expiring";
    private static final String EXPIRED = "license-expired";

    Incident alreadyThere() {
        Customer fencing = new Customer("Lowland Fencing");
        return new Incident(
                "What was wrong before licensewatch was started",
                "Lowland Fencing's licence is in its last month. The snapshot contains it. Its administrator is notified, and its"
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

    Incident expiry() {
        Customer rowing = new Customer("Harbour Rowing");
        return new Incident(
                "A licence expires: 30, 7, 1 days before, and after",
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
                                "expired, for few users: support handles it",
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
                                "expired for more than 24 hours: a senior engineer's",
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

    Incident expiredForMany() {
        Customer cooking = new Customer("Copper Kettle Cooking");
        return new Incident(
                "An expired licence with more than 10 users",
                "Copper Kettle Cooking, 16 users, has lost access: a page goes out.",
                List.of(
                        Step.of(
                                "expired since midnight",
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

    Incident renewal() {
        return new Incident(
                "A renewal without a gap",
                "Northside Climbing's grants end in five days, and the new ones start the day after.",
                List.of(Step.of("nobody has to be notified", """
                                UPDATE tenant_feature_grants SET expires_at = current_date + 5
                                WHERE tenant_id = tenant('Northside Climbing');
                                INSERT INTO tenant_feature_grants (tenant_id, feature_id, starts_at, expires_at)
                                SELECT tenant_id, feature_id, current_date + 6, current_date + 370
                                FROM tenant_feature_grants WHERE tenant_id = tenant('Northside Climbing');
                                """).after(driftHold)));
    }

    private static String expires(String tenant, String day) {
        return "UPDATE tenant_feature_grants SET expires_at = " + day + "\nWHERE tenant_id = tenant('" + tenant + "');";
    }
}
