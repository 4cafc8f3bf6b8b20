package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What concerns many tenants at once is done while time goes on, in the order and at the times at which it was due. */
class DrainTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** So many steps are done from one frontier to the next; a machine does more. */
    private static final int STEPS = 10;

    private static final Duration STALL = DetectionSettings.defaults().onboardingStall();

    private final EngineSettings settings = EngineSettings.defaults();

    @Test
    void conditions_of_18_000_tenants_that_end_at_once_end_after_their_hold_and_no_later() {
        int tenants = 18_000;
        OneTask task = new OneTask(settings, Seats.TABLES);
        Seats seats = new Seats(task);
        seats.offering("team", 1);
        for (int i = 0; i < tenants; i++) {
            seats.tenant(id(i), "team");
            seats.hire(id(i), "ann" + i, "bob" + i);
        }
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).hasSize(tenants);
        task.alerts.clear();

        seats.offering("team", 150);
        Instant since = task.now().plus(SECOND);
        int frontiers = drain(task, SECOND, frontier -> {});
        assertThat(task.alerts).as("none before its hold").isEmpty();
        for (boolean busy = true; busy || task.alerts.isEmpty(); frontiers++) {
            busy = frontier(task, SECOND);
        }
        assertThat(task.alerts)
                .hasSize(tenants)
                .allSatisfy(event -> assertThat(event.status()).isEqualTo(AlertStatus.RESOLVED))
                .extracting(AlertEvent::occurredAt)
                .containsOnly(since.plusSeconds(60));
        assertThat(frontiers).isLessThanOrEqualTo(61 + frontiersFor(tenants) + 2);
    }

    @Test
    void ends_of_100_000_tenants_at_one_midnight_are_done_once_each_and_others_do_not_wait() {
        int tenants = 100_000;
        OneTask task = new OneTask(settings, "public.onboarding_progress", "public.tenants");
        Instant begin = task.now();
        for (int i = 0; i < tenants; i++) {
            task.put(SourceTable.TENANTS, id(i), onboarding(id(i), begin));
        }
        task.frontierAfter(SECOND);
        task.finish();
        assertThat(task.alerts).isEmpty();
        task.statuses.clear();

        int frontiers = drain(task, STALL, number -> {
            if (number > 1) {
                assertThat(task.statuses.get(0).tenantId())
                        .as("it has changed since the frontier before and is first")
                        .isEqualTo("other" + (number - 1));
            }
            task.statuses.clear();
            task.put(SourceTable.TENANTS, "other" + number, onboarding("other" + number, task.now()));
        });
        assertThat(frontiers).isLessThanOrEqualTo(frontiersFor(tenants) + 2);
        assertThat(task.alerts)
                .hasSize(tenants)
                .extracting(AlertEvent::occurredAt)
                .containsOnly(begin.plus(SECOND).plus(STALL));
    }

    private static Map<String, Object> onboarding(String id, Instant created) {
        Map<String, Object> row = new HashMap<>(Seats.tenantRow(id, "team"));
        row.put("onboarding_completed", false);
        row.put("created_at", created.toString());
        return row;
    }

    private static String id(int number) {
        return "tenant-" + (1_000_000 + number);
    }

    private int frontiersFor(int tenants) {
        return tenants / settings.stepBudget() / STEPS;
    }

    /** A frontier after that time, and then one a second until nothing is left to do; returns how many. */
    private int drain(OneTask task, Duration time, IntConsumer between) {
        int frontiers = 1;
        for (boolean busy = frontier(task, time); busy; busy = frontier(task, SECOND)) {
            between.accept(frontiers++);
        }
        return frontiers;
    }

    private static boolean frontier(OneTask task, Duration time) {
        boolean busy = task.frontierAfter(time);
        for (int step = 1; busy && step < STEPS; step++) {
            busy = task.step();
        }
        return busy;
    }
}
