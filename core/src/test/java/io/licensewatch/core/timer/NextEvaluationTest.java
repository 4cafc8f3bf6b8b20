package io.licensewatch.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NextEvaluationTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(1);

    @Test
    void a_later_time_needs_a_timer() {
        assertThat(NextEvaluation.at(LATER, NOON)).isEqualTo(new NextEvaluation.At(LATER));
        assertThat(new NextEvaluation.At(LATER).timer()).isEqualTo(LATER);
        assertThat(new NextEvaluation.At(LATER).isAtOnce()).isFalse();
    }

    @Test
    void a_time_that_has_been_reached_is_at_once_and_needs_no_timer() {
        assertThat(NextEvaluation.at(NOON, NOON)).isEqualTo(NextEvaluation.Fixed.AT_ONCE);
        assertThat(NextEvaluation.at(Instant.MIN, NOON)).isEqualTo(NextEvaluation.Fixed.AT_ONCE);
        assertThat(NextEvaluation.Fixed.AT_ONCE.timer()).isEqualTo(Instant.MAX);
        assertThat(NextEvaluation.Fixed.AT_ONCE.isAtOnce()).isTrue();
    }

    @Test
    void the_end_of_time_is_never() {
        assertThat(NextEvaluation.at(Instant.MAX, NOON)).isEqualTo(NextEvaluation.Fixed.NEVER);
        assertThat(NextEvaluation.Fixed.NEVER.timer()).isEqualTo(Instant.MAX);
        assertThat(NextEvaluation.Fixed.NEVER.isAtOnce()).isFalse();
    }

    @Test
    void of_two_the_earlier_counts() {
        NextEvaluation atOnce = NextEvaluation.Fixed.AT_ONCE;
        assertThat(atOnce.orAt(LATER, NOON)).isEqualTo(atOnce);
        assertThat(atOnce.orAt(Instant.MAX, NOON)).isEqualTo(atOnce);
        assertThat(NextEvaluation.Fixed.NEVER.orAt(LATER, NOON)).isEqualTo(new NextEvaluation.At(LATER));
        assertThat(NextEvaluation.Fixed.NEVER.orAt(NOON, NOON)).isEqualTo(atOnce);
        NextEvaluation later = new NextEvaluation.At(LATER);
        assertThat(later.orAt(LATER.plusSeconds(1), NOON)).isEqualTo(later);
        assertThat(later.orAt(NOON, NOON)).isEqualTo(atOnce);
        assertThat(later.orAt(Instant.MAX, NOON)).isEqualTo(later);
    }
}
