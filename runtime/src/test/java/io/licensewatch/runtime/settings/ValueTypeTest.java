package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    @ParameterizedTest
    @CsvSource({"250ms,250", "1s,1000", "5m,300000", "2h,7200000", "1d,86400000", "PT1H,3600000", "1 S,1000", "0s,0"})
    void durations_are_written_short_or_as_iso_8601(String text, long millis) {
        assertThat(ValueType.DURATION.parser().apply(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1w", "-1s", "PT-1H", "1.5s", "99999999999999999999s"})
    void other_text_is_not_a_duration(String text) {
        assertWrong(ValueType.DURATION, text);
    }

    @Test
    void a_positive_duration_is_above_zero() {
        assertWrong(ValueType.POSITIVE_DURATION, "0s");
    }

    @Test
    void a_duration_may_have_a_maximum() {
        ValueType<Duration> type = ValueType.atMost(Duration.ofDays(3), ValueType.POSITIVE_DURATION);

        assertThat(type.parser().apply("72h")).isEqualTo(Duration.ofDays(3));
        assertThat(type.expected()).endsWith("at most 3d");
        assertWrong(type, "73h");
        assertWrong(type, "0s");
    }

    @Test
    void a_size_has_a_minimum() {
        ValueType<Long> type = ValueType.longAtLeast(1024);

        assertThat(type.parser().apply("5000000000")).isEqualTo(5_000_000_000L);
        assertThat(type.expected()).isEqualTo("a whole number from 1024");
        assertWrong(type, "1023");
        assertWrong(type, "-1");
    }

    @Test
    void an_enum_is_written_in_any_case_with_dashes_or_underscores() {
        ValueType<Colour> type = ValueType.enumOf(Colour.class);

        assertThat(type.parser().apply("dark-red")).isEqualTo(Colour.DARK_RED);
        assertThat(type.parser().apply("BLUE")).isEqualTo(Colour.BLUE);
        assertThat(type.expected()).isEqualTo("one of DARK_RED, BLUE");
        assertWrong(type, "green");
    }

    @Test
    void a_choice_is_returned_as_it_was_declared() {
        assertThat(ValueType.choice("PLAIN", "SCRAM-SHA-256").parser().apply("scram-sha-256"))
                .isEqualTo("SCRAM-SHA-256");
        assertWrong(ValueType.choice("PLAIN"), "fancy");
    }

    @Test
    void a_list_is_split_at_commas_and_stripped() {
        assertThat(ValueType.listOf(ValueType.INT).parser().apply("1, 2 ,3")).containsExactly(1, 2, 3);
        assertThat(ValueType.listOf(ValueType.INT).parser().apply("")).isEmpty();
        assertWrong(ValueType.listOf(ValueType.INT), "1,,2");
    }

    @Test
    void a_boolean_is_true_or_false_and_nothing_else() {
        assertThat(ValueType.BOOLEAN.parser().apply("True")).isTrue();
        assertThat(ValueType.BOOLEAN.parser().apply("false")).isFalse();
        assertWrong(ValueType.BOOLEAN, "yes");
    }

    @Test
    void bounds_of_a_number_are_inclusive() {
        ValueType<Integer> type = ValueType.intBetween(1, 3);

        assertThat(type.parser().apply("1")).isEqualTo(1);
        assertThat(type.parser().apply("3")).isEqualTo(3);
        assertWrong(type, "0");
        assertWrong(type, "4");
        assertWrong(ValueType.intAtLeast(1), "0");
    }

    @Test
    void zones_paths_longs_and_patterns_are_read() {
        assertThat(ValueType.ZONE.parser().apply("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertWrong(ValueType.ZONE, "Europe/Atlantis");
        assertThat(ValueType.PATH.parser().apply("a/b")).isEqualTo(Path.of("a", "b"));
        assertThat(ValueType.longAtLeast(0).parser().apply("9999999999")).isEqualTo(9_999_999_999L);
        assertWrong(ValueType.matching("[a-z]+", "letters"), "a1");
        assertWrong(ValueType.STRING, "");
    }

    private static void assertWrong(ValueType<?> type, String text) {
        assertThatThrownBy(() -> type.parser().apply(text)).isInstanceOf(RuntimeException.class);
    }
}
