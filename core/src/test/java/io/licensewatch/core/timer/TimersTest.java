package io.licensewatch.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.Timers.Expired;
import io.licensewatch.core.timer.Timers.Kind;
import io.licensewatch.core.timer.Timers.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final Timers timers = new Timers(store);

    @Test
    void a_timer_is_due_at_its_time_and_not_before() {
        timers.set(Timer.evaluate("t"), NOON);
        assertThat(timers.due(Kind.EVALUATE, NOON.minusMillis(1), 10)).isEmpty();
        assertThat(timers.due(Kind.EVALUATE, NOON, 10)).containsExactly(Timer.evaluate("t"));
    }

    @Test
    void a_time_within_a_millisecond_is_rounded_up() {
        timers.set(Timer.evaluate("t"), NOON.plusNanos(1));
        assertThat(timers.due(Kind.EVALUATE, NOON.plusNanos(999_999), 10)).isEmpty();
        assertThat(timers.due(Kind.EVALUATE, NOON.plusMillis(1), 10)).hasSize(1);
    }

    @Test
    void a_time_of_whole_milliseconds_is_not_rounded() {
        timers.set(Timer.evaluate("t"), NOON.plusMillis(123));
        assertThat(timers.due(Kind.EVALUATE, NOON.plusMillis(122), 10)).isEmpty();
        assertThat(timers.due(Kind.EVALUATE, NOON.plusMillis(123), 10)).hasSize(1);
    }

    @Test
    void times_that_no_number_of_milliseconds_holds_are_due_at_once_or_not_in_our_days() {
        timers.set(Timer.evaluate("early"), Instant.MIN);
        timers.set(Timer.evaluate("late"), Instant.MAX.minusSeconds(1));
        assertThat(timers.due(Kind.EVALUATE, NOON, 10)).containsExactly(Timer.evaluate("early"));
        timers.set(Timer.evaluate("early"), Instant.EPOCH.minusSeconds(1));
        assertThat(timers.due(Kind.EVALUATE, Instant.EPOCH, 10)).containsExactly(Timer.evaluate("early"));
    }

    @Test
    void setting_replaces_and_clearing_leaves_nothing_behind() {
        timers.set(Timer.rowEnds("t", "{\"id\":1}"), NOON);
        timers.set(Timer.rowEnds("t", "{\"id\":1}"), NOON.plusSeconds(60));
        assertThat(timers.due(Kind.ROW_ENDS, NOON.plusSeconds(59), 10)).isEmpty();
        assertThat(timers.due(Kind.ROW_ENDS, NOON.plusSeconds(60), 10)).hasSize(1);
        timers.clear(Timer.rowEnds("t", "{\"id\":1}"));
        assertThat(store.size()).isZero();
    }

    @Test
    void never_is_no_timer() {
        timers.set(Timer.evaluate("t"), NOON);
        timers.set(Timer.evaluate("t"), Instant.MAX);
        assertThat(store.size()).isZero();
    }

    @Test
    void kinds_are_apart() {
        timers.set(Timer.evaluate("t"), NOON);
        assertThat(timers.due(Kind.ROW_ENDS, NOON, 10)).isEmpty();
    }

    @Test
    void the_limit_takes_the_earliest() {
        for (int i = 0; i < 10; i++) {
            timers.set(Timer.evaluate("t" + i), NOON.minusSeconds(i));
        }
        assertThat(timers.due(Kind.EVALUATE, NOON, 3))
                .containsExactly(Timer.evaluate("t9"), Timer.evaluate("t8"), Timer.evaluate("t7"));
    }

    @Test
    void those_of_one_tenant_are_of_that_kind_and_that_tenant_and_no_more_than_the_limit() {
        timers.set(Timer.evaluate("t"), NOON);
        timers.set(Timer.rowEnds("tt", "{\"id\":1}"), NOON);
        timers.set(Timer.rowEnds("t", "{\"id\":1}"), NOON.plusMillis(1));
        assertThat(timers.expired(Kind.ROW_ENDS, "t", NOON, 10)).isEmpty();
        timers.set(Timer.rowEnds("t", "{\"id\":1}"), NOON);
        timers.set(Timer.rowEnds("t", "{\"id\":2}"), NOON);
        assertThat(timers.expired(Kind.ROW_ENDS, "t", NOON, 10)).hasSize(2);
        assertThat(timers.expired(Kind.ROW_ENDS, "t", NOON, 1)).hasSize(1);
    }

    @Test
    void random_settings_agree_with_a_map() {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Timer, Instant> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Timer timer = Timer.rowEnds("t" + random.nextInt(5), "{\"id\":" + random.nextInt(20) + "}");
            if (random.nextInt(4) == 0) {
                timers.clear(timer);
                model.remove(timer);
            } else {
                Instant due = NOON.plusMillis(random.nextInt(100_000));
                timers.set(timer, due);
                model.put(timer, due);
            }
            if (step % 50 == 0) {
                Instant now = NOON.plusMillis(random.nextInt(100_000));
                assertThat(timers.due(Kind.ROW_ENDS, now, 1000))
                        .as("seed %d step %d", seed, step)
                        .containsExactlyInAnyOrderElementsOf(dueIn(model, now));
                List<Expired> ofOne = timers.expired(Kind.ROW_ENDS, "t1", now, 1000);
                assertThat(ofOne).isSortedAccordingTo(Comparator.comparing(Expired::due));
                assertThat(ofOne)
                        .extracting(Expired::timer)
                        .as("seed %d step %d, of one tenant", seed, step)
                        .containsExactlyInAnyOrderElementsOf(dueIn(model, now).stream()
                                .filter(one -> one.tenantId().equals("t1"))
                                .toList());
            }
        }
        assertThat(store.size()).as("seed %d", seed).isEqualTo(2 * model.size());
    }

    private static List<Timer> dueIn(Map<Timer, Instant> model, Instant now) {
        List<Timer> due = new ArrayList<>();
        model.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .forEach(entry -> due.add(entry.getKey()));
        return due;
    }
}
