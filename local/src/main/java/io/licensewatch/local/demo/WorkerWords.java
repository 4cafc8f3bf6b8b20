package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.RemediationResult;
import java.util.Locale;

/** A worker's report for a person. */
record WorkerWords(Deliveries deliveries) {
    private static final int HASH_SHOWN = 8;

    String of(RemediationResult result) {
        RemediationResult.Failure error = result.error();
        return switch (result.state()) {
            case AWAITING_APPROVAL -> planned(result) + "; waits for a person";
            case HELD ->
                "PAUSED".equals(result.reason())
                        ? "it is paused"
                        : "a limit is reached: "
                                + String.valueOf(result.reason()).toLowerCase(Locale.ROOT);
            case APPLIED -> applied(result);
            case NO_CHANGE ->
                "nothing to change: "
                        + String.valueOf(result.reason())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' ');
            default -> error != null ? error.message() : String.valueOf(result.reason());
        };
    }

    /** What would be done. */
    static String planned(RemediationResult result) {
        RemediationResult.Plan plan = result.plan();
        return plan == null
                ? "no plan"
                : (plan.rows() == 0 ? "would call the SaaS" : "would change " + rows(plan.rows())) + ", plan "
                        + plan.planHash()
                                .substring(
                                        0, Math.min(HASH_SHOWN, plan.planHash().length()));
    }

    private String applied(RemediationResult result) {
        if (result.type() == CommandType.NOTIFY_TENANT_ADMIN) {
            int people = deliveries.people(result.commandId());
            return "mail to " + people + (people == 1 ? " administrator" : " administrators");
        }
        Long rows = result.rowsAffected();
        String what = rows == null || rows == 0 ? "the SaaS has taken the call" : rows(rows) + " changed";
        return what + ", at " + result.effectiveLsn();
    }

    private static String rows(long rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }
}
