package io.licensewatch.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The wizard, and those who leave it. */
final class Onboarding {
    private static final List<String> STEPS =
            List.of("church-details", "rbac-setup", "feature-tour", "payment", "complete");

    private Onboarding() {}

    /** Onboarding that has not gone on since then stalls within the run. */
    static Instant twoDaysAgo(Draft d) {
        return d.inAMoment().minus(Duration.ofDays(2));
    }

    static void goOn(Draft d, String tenant, String step) {
        for (Row row : d.rows.where("onboarding_progress", "tenant_id", tenant)) {
            List<String> done = new ArrayList<>();
            if (row.get("completed_steps") instanceof List<?> before) {
                before.forEach(one -> done.add(String.valueOf(one)));
            }
            done.add(row.text("current_step"));
            boolean end = step.equals("complete");
            d.update(
                    "onboarding_progress",
                    row,
                    "current_step",
                    step,
                    "completed_steps",
                    done,
                    "updated_at",
                    d.oneIn(4) ? twoDaysAgo(d) : d.now,
                    "is_completed",
                    end,
                    "completed",
                    end,
                    "completed_at",
                    end ? d.now : null);
        }
        if (step.equals("complete")) {
            d.rows.where("tenants", "id", tenant)
                    .forEach(row ->
                            d.update("tenants", row, "onboarding_completed", true, "onboarding_completed_at", d.now));
        }
    }

    static void change(Draft d) {
        d.anyOf("onboarding_progress").ifPresent(row -> {
            switch (d.random.nextInt(6)) {
                case 0 -> {
                    if (d.family().has("onboarding_progress", "deleted_at")) {
                        d.update("onboarding_progress", row, "deleted_at", row.is("deleted_at", null) ? d.now : null);
                    }
                }
                case 1 -> d.delete("onboarding_progress", row);
                case 2 ->
                    d.rows.where("tenants", "id", row.get("tenant_id"))
                            .forEach(tenant ->
                                    d.update("tenants", tenant, "onboarding_completed", d.random.nextBoolean()));
                default -> goOn(d, row.text("tenant_id"), d.any(STEPS).orElseThrow());
            }
        });
    }
}
