package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RangeTest {
    private static final Instant FIRST = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration WARM_UP = Duration.ofMinutes(16);

    private static MemoryHistory history(Duration length) {
        MemoryHistory history = new MemoryHistory();
        for (long minute = 0; minute <= length.toMinutes(); minute++) {
            add(history, minute);
        }
        return history;
    }

    private static void add(MemoryHistory history, long minute) {
        history.add(new Frontier(
                FIRST.plus(Duration.ofMinutes(minute)),
                Lsn.text(10 + 2 * minute),
                Lsn.text(9 + 2 * minute),
                1,
                true,
                List.of()));
    }

    /** A frontier every minute for two hours, but none after the first of these minutes and before the second. */
    private static MemoryHistory hole(int after, int before) {
        MemoryHistory history = new MemoryHistory();
        for (int minute = 0; minute <= 120; minute++) {
            if (minute <= after || minute >= before) {
                add(history, minute);
            }
        }
        return history;
    }

    private static Instant at(int minute) {
        return FIRST.plus(Duration.ofMinutes(minute));
    }

    /** What is said of a replay of a range, given by the minutes of its ends. */
    private static List<String> notes(MemoryHistory history, int from, int until) {
        Range range = Range.of(history, at(from), at(until), WARM_UP);
        Findings findings = new Findings();
        Merge merge = new Merge(history, range, findings);
        for (Step step = merge.next(); step != null; step = merge.next()) {
            assertThat(step.frontier()).isNotNull();
        }
        return findings.notes();
    }

    @Test
    void of_a_range_that_begins_where_frontiers_lack_is_said_what_is_not_comparable() {
        for (MemoryHistory history : List.of(hole(40, 90), hole(40, 90).compacted(FIRST.plusSeconds(600)))) {
            assertThat(notes(history, 60, 120))
                    .hasSize(2)
                    .anyMatch(note -> note.contains("the rules need 16m before the range, of which none was evaluated")
                            && note.contains("Until 2026-03-10T13:46:00Z nothing is comparable")
                            && note.contains("--from 2026-03-10T13:46:01Z or later"))
                    .anyMatch(
                            note -> note.contains("no frontier between 2026-03-10T12:40:00Z and 2026-03-10T13:30:00Z"));
            assertThat(notes(history, 107, 120)).isEmpty();
        }
    }

    @Test
    void frontiers_that_lack_at_one_end_of_the_time_before_the_range_are_said() {
        assertThat(notes(hole(40, 50), 60, 120))
                .anyMatch(note -> note.contains("only the time from 2026-03-10T12:50:00Z to 2026-03-10T13:00:00Z was")
                        && note.contains("Until 2026-03-10T13:06:00Z"));
        assertThat(notes(hole(50, 70), 60, 120))
                .anyMatch(note -> note.contains("only the time from 2026-03-10T12:44:00Z to 2026-03-10T12:50:00Z was")
                        && note.contains("Until 2026-03-10T13:26:00Z"));
        assertThat(notes(hole(40, 60), 60, 120))
                .anyMatch(note -> note.contains("only the time from 2026-03-10T13:00:00Z to 2026-03-10T13:00:00Z was")
                        && note.contains("Until 2026-03-10T13:16:00Z"));
        assertThat(notes(hole(42, 45), 60, 120)).allMatch(note -> note.contains("no frontier between"));
    }

    @Test
    void of_the_first_frontier_that_there_ever_was_nothing_lacks_before() {
        assertThat(notes(hole(0, 30), 0, 120))
                .singleElement()
                .asString()
                .contains("no frontier between 2026-03-10T12:00:00Z");
        assertThat(notes(hole(0, 30), 5, 120)).singleElement().asString().contains("no frontier between");
    }

    @Test
    void a_range_that_ends_where_frontiers_lack_or_holds_none_is_said() {
        assertThat(notes(hole(90, 110), 60, 100))
                .singleElement()
                .asString()
                .contains("no frontier between 2026-03-10T13:30:00Z and 2026-03-10T13:50:00Z")
                .contains("to the end of the range");
        assertThat(notes(hole(40, 110), 60, 100))
                .hasSize(2)
                .anyMatch(note -> note.contains("nothing was evaluated: there is no frontier from 2026-03-10T13:00:00Z"
                        + " until 2026-03-10T13:40:00Z"))
                .anyMatch(note -> note.contains("no frontier between 2026-03-10T12:40:00Z and 2026-03-10T13:50:00Z"));
        assertThat(notes(hole(50, 110), 60, 100)).anyMatch(note -> note.contains("nothing was evaluated"));
        assertThat(notes(hole(90, 110), 60, 90)).isEmpty();
        assertThat(notes(hole(90, 91), 60, 120)).isEmpty();
    }

    @Test
    void a_history_that_is_whole_can_be_replayed_from_its_first_frontier() {
        MemoryHistory whole = history(Duration.ofHours(2));

        assertThat(Range.of(whole, null, null, WARM_UP)).isEqualTo(new Range(FIRST, FIRST, FIRST.plusSeconds(7200)));
    }

    @Test
    void before_the_range_is_what_the_rules_need() {
        MemoryHistory whole = history(Duration.ofHours(2));
        Instant from = FIRST.plus(Duration.ofHours(1));

        assertThat(Range.of(whole, from, from.plusSeconds(60), WARM_UP))
                .isEqualTo(new Range(from.minus(WARM_UP), from, from.plusSeconds(60)));
    }

    @Test
    void of_a_history_that_has_lost_its_beginning_the_earliest_possible_time_is_named() {
        MemoryHistory rest = history(Duration.ofHours(2)).compacted(FIRST);
        Instant earliest = FIRST.plus(WARM_UP);

        assertThat(Range.of(rest, null, null, WARM_UP).from()).isEqualTo(earliest);
        assertThatThrownBy(() -> Range.of(rest, FIRST, null, WARM_UP))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the earliest possible is 2026-03-10T12:16:01Z")
                .hasMessageContaining("the history since 2026-03-10T12:00:00Z")
                .hasMessageContaining("the rules need 16m");
    }

    @Test
    void before_what_compaction_leaves_alone_nothing_is_replayed() {
        MemoryHistory old = history(Duration.ofDays(10));

        assertThat(Range.of(old, null, null, WARM_UP).begin()).isEqualTo(FIRST.plus(Duration.ofDays(3)));
        assertThatThrownBy(() -> Range.of(old, FIRST.plusSeconds(3600), null, WARM_UP))
                .hasMessageContaining("too early");
    }

    @Test
    void a_range_in_which_nothing_is_or_of_no_history_is_refused() {
        MemoryHistory whole = history(Duration.ofHours(2));

        assertThatThrownBy(() -> Range.of(whole, FIRST.plusSeconds(60), FIRST.plusSeconds(30), WARM_UP))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nothing to replay");
        assertThatThrownBy(() -> Range.of(whole, FIRST.plusSeconds(8000), null, WARM_UP))
                .hasMessageContaining("memory ends at 2026-03-10T14:00:00Z");
        assertThatThrownBy(() -> Range.of(new MemoryHistory(), null, null, WARM_UP))
                .hasMessageContaining("there is no frontier");
    }

    @Test
    void times_are_given_as_people_give_them() {
        assertThat(ReplayTime.parse("2026-03-10", FIRST)).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(ReplayTime.parse("2026-03-10T12:00+01:00", FIRST)).isEqualTo("2026-03-10T11:00:00Z");
        assertThat(ReplayTime.parse("2026-03-10T12:00:00.5Z", FIRST)).isEqualTo("2026-03-10T12:00:00.500Z");
        assertThat(ReplayTime.parse("24h", FIRST)).isEqualTo("2026-03-09T12:00:00Z");
        for (String wrong : List.of("", "yesterday", "2026-13-01", "2026-03-10T25:00Z", "2026-03-10T12:00", "0h")) {
            assertThatThrownBy(() -> ReplayTime.parse(wrong, FIRST))
                    .isInstanceOf(CommandLine.TypeConversionException.class)
                    .hasMessageContaining("2026-11-28T10:00Z");
        }
    }
}
