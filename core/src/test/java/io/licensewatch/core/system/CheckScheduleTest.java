package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.core.timer.Timers;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckScheduleTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Check CHECK = Check.viewStale("revenue");

    private final SortedKeyValues requested = new SortedKeyValues();
    private final SortedKeyValues timers = new SortedKeyValues();
    private final CheckSchedule schedule = new CheckSchedule(requested, new Timers(timers));

    @Test
    void a_check_that_was_requested_is_due_until_it_has_been_made() {
        schedule.request(CHECK);
        assertThat(schedule.due(NOON, 9)).containsExactly(CHECK);
        schedule.made(CHECK, NextEvaluation.Fixed.NEVER);
        assertThat(schedule.anyDue(LATER)).isFalse();
        assertThat(requested.size() + timers.size()).isZero();
    }

    @Test
    void a_check_that_is_due_again_later_is_due_then_and_not_before() {
        schedule.request(CHECK);
        schedule.made(CHECK, new NextEvaluation.At(LATER));
        assertThat(schedule.isDue(CHECK, NOON)).isFalse();
        assertThat(schedule.due(LATER, 9)).containsExactly(CHECK);
        schedule.request(CHECK);
        assertThat(schedule.due(LATER, 9)).as("once").containsExactly(CHECK);
    }

    @Test
    void a_check_that_is_due_again_at_once_is_due_now_and_has_no_timer() {
        schedule.request(CHECK);
        schedule.made(CHECK, new NextEvaluation.At(LATER));
        schedule.made(CHECK, NextEvaluation.Fixed.AT_ONCE);
        assertThat(schedule.due(NOON, 9)).containsExactly(CHECK);
        assertThat(timers.size()).isZero();
    }
}
