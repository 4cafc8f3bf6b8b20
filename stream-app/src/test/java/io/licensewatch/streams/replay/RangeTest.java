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
        history.add(new Frontier(FIRST, Lsn.text(10), Lsn.text(9), 1, true, List.of()));
        history.add(new Frontier(FIRST.plus(length), Lsn.text(20), Lsn.text(19), 1, true, List.of()));
        return history;
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
                .hasMessageContaining("the last frontier of memory is of 2026-03-10T14:00:00Z");
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
