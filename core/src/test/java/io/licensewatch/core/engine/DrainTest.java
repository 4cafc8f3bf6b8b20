package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void ends_of_100_000_tenants_at_midnight_are_done_once_and_others_do_not_wait() {
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

    /** A hundred in each of a thousand tenants. At each frontier one that has none changes, and one of which none is folded yet. */
    @Test
    void assignments_of_100_000_users_that_end_at_midnight_wait_for_changed_tenants() {
        int users = 100_000;
        int tenants = users / 100;
        OneTask task = new OneTask(settings, Seats.TABLES);
        Seats seats = new Seats(task);
        Instant midnight = task.now().plus(Duration.ofHours(12));
        for (int i = 0; i < users; i++) {
            task.put(SourceTable.USER_ROLES, "user" + i, Seats.hiredUntil(id(i / 100), "user" + i, midnight));
        }
        seats.frontierAfter(SECOND);
        task.statuses.clear();

        seats.hire("other0", "ann0");
        seats.hire(id(tenants - 1), "bob0");
        Instant first = task.now().plus(Duration.ofHours(13));
        Set<String> changed = new HashSet<>();
        List<TenantStatus> ended = new ArrayList<>();
        int frontiers = drain(task, Duration.ofHours(13), number -> {
            String other = "other" + (number - 1);
            String hires = id(tenants - number);
            assertThat(task.statuses)
                    .filteredOn(status -> List.of(other, hires).contains(status.tenantId()))
                    .as("both have changed before frontier %d, and the assignments that ended do not count", number)
                    .hasSize(2)
                    .allSatisfy(status -> {
                        assertThat(status.seats().used()).isEqualTo(1);
                        assertThat(status.asOf().sourceTime()).isEqualTo(task.now());
                    });
            changed.addAll(List.of(other, hires));
            ended.addAll(task.statuses);
            task.statuses.clear();
            seats.hire("other" + number, "ann" + number);
            seats.hire(id(tenants - number - 1), "bob" + number);
        });
        assertThat(frontiers).isLessThanOrEqualTo(frontiersFor(users) + frontiersFor(tenants) + 3);
        ended.addAll(task.statuses);
        changed.addAll(List.of("other" + (frontiers - 1), id(tenants - frontiers)));
        ended.removeIf(status -> changed.contains(status.tenantId()));
        assertThat(ended).as("one of each of the others").hasSize(tenants - frontiers);
        assertThat(ended).extracting(status -> status.seats().used()).containsOnly(0L);
        assertThat(ended).extracting(status -> status.asOf().sourceTime()).containsOnly(first);
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
