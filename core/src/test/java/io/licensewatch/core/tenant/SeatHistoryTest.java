package io.licensewatch.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.tenant.SeatHistory.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeatHistoryTest {
    @Test
    void the_last_number_of_a_day_counts_also_when_it_is_that_of_the_day_before() {
        SeatHistory history = SeatHistory.NONE.with(10, 5).with(11, 7);
        assertThat(history.with(11, 8).samples()).containsExactly(new Sample(10, 5), new Sample(11, 8));
        assertThat(history.with(11, 5).samples()).containsExactly(new Sample(10, 5));
        assertThat(history.with(10, 9).samples())
                .as("the clock was set back")
                .containsExactly(new Sample(10, 5), new Sample(11, 9));
        assertThat(history.with(12, 7)).isSameAs(history);
    }

    @Test
    void one_sample_that_is_as_old_as_growth_is_measured_is_kept_and_no_older_one() {
        SeatHistory history = SeatHistory.NONE.with(1, 5).with(10, 6).with(20, 7);
        assertThat(history.with(39, 8).samples()).hasSize(4);
        assertThat(history.with(40, 8).samples())
                .containsExactly(new Sample(10, 6), new Sample(20, 7), new Sample(40, 8));
    }

    @Test
    void growth_is_measured_from_thirty_days_before_or_from_the_first_known_day() {
        SeatHistory history = SeatHistory.NONE.with(1, 5).with(10, 6).with(20, 7);
        assertThat(SeatHistory.NONE.base(5)).isNull();
        assertThat(history.base(25)).isEqualTo(new Sample(1, 5));
        assertThat(history.base(40)).isEqualTo(new Sample(10, 6));
        assertThat(history.base(39)).isEqualTo(new Sample(9, 5));
    }

    @Test
    void a_day_that_passes_changes_nothing_where_seats_have_never_moved() {
        assertThat(SeatHistory.NONE.moves()).isFalse();
        assertThat(SeatHistory.NONE.with(1, 5).moves()).isFalse();
        assertThat(SeatHistory.NONE.with(1, 5).with(2, 6).moves()).isTrue();
    }

    @Test
    void it_survives_its_bytes() {
        SeatHistory history = SeatHistory.NONE.with(-3, 5).with(11, 7).with(12, 0);
        assertThat(SeatHistory.read(history.toBytes())).isEqualTo(history);
        assertThat(SeatHistory.read(SeatHistory.NONE.toBytes()).samples()).isEqualTo(List.of());
    }
}
