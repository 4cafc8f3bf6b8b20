package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One engine does all that is due at each frontier, another has no time for that and skips most. Where nothing changes twice
 * before it catches up, both say the same: alerts open, change and end at the same frontiers, in whatever order that is said.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class LateEvaluationTest {
    private static final int TENANTS = 12;
    private static final int WINDOWS = 60;
    private static final String[] TABLES = {
        "public.onboarding_progress",
        "public.product_offerings",
        "public.tenant_feature_grants",
        "public.tenants",
        "public.user_roles"
    };

    private final OneTask prompt = new OneTask(new EngineSettings(1_000, Duration.ZERO), TABLES);
    private final OneTask late = new OneTask(new EngineSettings(1, Duration.ZERO), TABLES);
    private boolean lateIsBusy;

    @Test
    void a_task_that_is_late_says_what_one_in_time_says() {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        int simulations = Integer.getInteger("licensewatch.simulations", 4);
        for (long seed = first; seed < first + simulations; seed++) {
            new LateEvaluationTest().simulate(seed);
        }
    }

    private void simulate(long seed) {
        Random random = new Random(seed);
        offerings(random);
        for (int i = 0; i < TENANTS; i++) {
            tenant(random, id(i));
            grants(random, id(i));
            for (int user = 0; user < 5; user++) {
                user(random, id(i), user);
            }
        }
        int skipped = 0;
        for (int window = 0; window < WINDOWS; window++) {
            changes(random);
            int frontiers = 2 + random.nextInt(12);
            for (int i = 0; i < frontiers; i++) {
                skipped += frontier(random) ? 1 : 0;
            }
            if (random.nextInt(8) == 0) {
                late.restart();
            }
            late.finish();
            assertThat(byAlert(late)).as("seed %d, window %d", seed, window).isEqualTo(byAlert(prompt));
        }
        assertThat(skipped).as("seed %d: frontiers were skipped", seed).isGreaterThan(WINDOWS);
        assertThat(prompt.alerts).as("seed %d: alerts", seed).hasSizeGreaterThan(TENANTS);
    }

    /** Of each tenant's rows at most one transaction, or a change of the reference data for all. */
    private void changes(Random random) {
        if (random.nextInt(3) == 0) {
            offerings(random);
            return;
        }
        for (int i = 0; i < TENANTS; i++) {
            switch (random.nextInt(8)) {
                case 0 -> tenant(random, id(i));
                case 1 -> grants(random, id(i));
                case 2, 3 -> user(random, id(i), random.nextInt(5));
                default -> {}
            }
        }
    }

    /** Returns whether the late one has skipped the one before. */
    private boolean frontier(Random random) {
        Duration time = random.nextInt(12) == 0
                ? Duration.ofHours(1 + random.nextInt(40))
                : Duration.ofSeconds(1 + random.nextInt(25));
        prompt.frontierAfter(time);
        prompt.finish();
        boolean skips = lateIsBusy;
        lateIsBusy = late.frontierAfter(time);
        for (int steps = random.nextInt(6); lateIsBusy && steps > 0; steps--) {
            lateIsBusy = late.step();
        }
        return skips;
    }

    private void put(SourceTable table, String id, Map<String, Object> row) {
        prompt.put(table, id, row);
        late.put(table, id, row);
    }

    private void offerings(Random random) {
        put(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 2 + random.nextInt(5)));
    }

    private static String id(int number) {
        return "tenant-" + (char) ('a' + number);
    }

    private void tenant(Random random, String id) {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow(id, "team"));
        row.put("subscription_status", "trial");
        row.put("subscription_end_date", soon(random).toString());
        row.put("onboarding_completed", random.nextInt(3) > 0);
        row.put("created_at", prompt.now().toString());
        put(SourceTable.TENANTS, id, row);
    }

    private Instant soon(Random random) {
        return prompt.now().plusSeconds(random.nextInt(4 * 24 * 3600));
    }

    private void grants(Random random, String id) {
        String grant = id + random.nextInt(2);
        put(
                SourceTable.TENANT_FEATURE_GRANTS,
                grant,
                Map.of(
                        "id",
                        grant,
                        "tenant_id",
                        id,
                        "feature_id",
                        "f",
                        "is_active",
                        true,
                        "expires_at",
                        soon(random).toString()));
    }

    private void user(Random random, String tenant, int number) {
        String id = tenant + number;
        Map<String, Object> row = new HashMap<>(Seats.hired(tenant, id));
        row.put("is_active", random.nextInt(3) > 0);
        put(SourceTable.USER_ROLES, id, row);
    }

    private static Map<String, List<String>> byAlert(OneTask task) {
        Map<String, List<String>> all = new TreeMap<>();
        for (AlertEvent event : task.alerts) {
            all.computeIfAbsent(event.tenantId() + " " + event.rule(), alert -> new ArrayList<>())
                    .add(event.occurredAt() + " " + event.status() + " " + event.reason() + " " + event.stage() + " "
                            + event.level() + " " + event.affectedUsers());
        }
        return all;
    }
}
