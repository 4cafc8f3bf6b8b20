package io.licensewatch.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(1_000, 100);

    @Test
    void the_remaining_part_is_expected_to_go_at_the_same_rate() {
        assertThat(pace.secondsLeft(new Portion(600, 1_100), 11_000)).hasValue(10);
        assertThat(pace.secondsLeft(new Portion(1_099, 1_100), 11_000)).hasValue(1);
    }

    @Test
    void there_is_no_estimate_without_data() {
        assertThat(pace.secondsLeft(new Portion(600, Portion.UNKNOWN), 11_000)).isEmpty();
        assertThat(pace.secondsLeft(new Portion(600, 0), 11_000)).isEmpty();
        assertThat(pace.secondsLeft(new Portion(1_100, 1_100), 11_000)).isEmpty();
        assertThat(pace.secondsLeft(new Portion(2_000, 1_100), 11_000)).isEmpty();
        assertThat(pace.secondsLeft(new Portion(600, 1_100), 3_999)).isEmpty();
        assertThat(pace.secondsLeft(new Portion(100, 1_100), 11_000)).isEmpty();
    }

    @Test
    void seconds_become_minutes() {
        assertThat(Pace.text(89)).isEqualTo("about 89 s left");
        assertThat(Pace.text(90)).isEqualTo("about 2 min left");
        assertThat(Pace.text(3_600)).isEqualTo("about 60 min left");
    }

    @Test
    void unfinished_work_is_never_100_percent() {
        assertThat(new Portion(50, 10).text(" rows")).isEqualTo("99 % (50 of about 10 rows)");
        assertThat(new Portion(630, 1_000).text("")).isEqualTo("63 % (630 of about 1,000)");
        assertThat(new Portion(1_630, Portion.UNKNOWN).text(" rows")).isEqualTo("1,630 rows");
        assertThat(new Portion(Long.MAX_VALUE / 2, Long.MAX_VALUE).percent()).isEqualTo(50);
    }
}
