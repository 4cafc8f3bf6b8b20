package io.licensewatch.core.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A column may be widened while we run: the same value then comes in another form. */
class ColumnsTest {

    @ParameterizedTest
    @CsvSource({"5, 5", "5.00, 5", "-5, -5", "0, 0", "5E+2, 500", "9223372036854775807, 9223372036854775807"})
    void a_number_may_come_as_text_as_numeric_does(String text, long number) throws Exception {
        assertThat(column(text).number("c")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "5.5", "NaN", "infinity", "9223372036854775808", "1E+999999999", "0x10"})
    void text_that_is_no_whole_number_is_no_number(String text) {
        assertThatThrownBy(() -> column(text).number("c"))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("column t.c is not a whole number");
    }

    @Test
    void a_number_may_come_as_a_float_if_it_is_whole() throws Exception {
        assertThat(column(5.0).number("c")).isEqualTo(5);
        assertThatThrownBy(() -> column(5.5).number("c")).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void a_column_that_has_vanished_reads_as_one_that_is_null() throws Exception {
        for (Columns columns : new Columns[] {column(null), new Columns("t", Map.of())}) {
            assertThat(columns.number("c")).isNull();
            assertThat(columns.text("c")).isNull();
            assertThat(columns.instant("c")).isNull();
            assertThat(columns.texts("c")).isEmpty();
            assertThat(columns.boundary("c")).isEqualTo(Boundary.NONE);
            assertThat(columns.notFalse("c")).isTrue();
            assertThat(columns.isTrue("c")).isFalse();
        }
    }

    @Test
    void an_id_reads_the_same_whether_its_column_is_an_integer_or_numeric() throws Exception {
        assertThat(column(5L).text("c")).isEqualTo(column("5").text("c"));
    }

    @Test
    void the_same_column_may_hold_dates_and_timestamps_in_turn() throws Exception {
        assertThat(column(20_454L).boundary("c").kind()).isEqualTo(Boundary.Kind.DATE);
        assertThat(column(20_454L).boundary("c")).isEqualTo(Boundary.of(LocalDate.ofEpochDay(20_454)));
        assertThat(column("2026-01-01T00:00:00Z").boundary("c").kind()).isEqualTo(Boundary.Kind.INSTANT);
    }

    @Test
    void an_id_that_is_a_number_reads_as_its_digits_and_anything_else_is_malformed() throws Exception {
        assertThat(column(5L).text("c")).isEqualTo("5");
        assertThatThrownBy(() -> column(true).text("c")).hasMessage("column t.c is not a string");
    }

    @Test
    void many_zeros_after_the_point_are_no_great_number() throws Exception {
        assertThat(column("5." + "0".repeat(30)).number("c")).isEqualTo(5);
        assertThatThrownBy(() -> column(true).number("c")).hasMessage("column t.c is not a whole number");
    }

    @Test
    void a_text_that_is_required_may_be_neither_null_nor_missing_nor_empty() throws Exception {
        assertThat(column("x").requiredText("c")).isEqualTo("x");
        for (Columns columns : new Columns[] {column(null), column(""), new Columns("t", Map.of())}) {
            assertThatThrownBy(() -> columns.requiredText("c"))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessage("column t.c is null or missing");
        }
    }

    @Test
    void a_flag_is_true_or_false_and_nothing_else() throws Exception {
        assertThat(column(true).isTrue("c")).isTrue();
        assertThat(column(true).notFalse("c")).isTrue();
        assertThat(column(false).isTrue("c")).isFalse();
        assertThat(column(false).notFalse("c")).isFalse();
        assertThatThrownBy(() -> column("t").flag("c")).hasMessage("column t.c is not a boolean");
    }

    @Test
    void infinity_is_no_point_in_time() throws Exception {
        assertThat(column("2026-01-01T02:00:00+02:00").instant("c")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(column("infinity").instant("c")).isNull();
        assertThat(column("-infinity").instant("c")).isNull();
        assertThatThrownBy(() -> column("yesterday").instant("c")).hasMessage("column t.c is no date or timestamp");
        assertThatThrownBy(() -> column(true).instant("c")).hasMessage("column t.c is not a date or timestamp");
    }

    @Test
    void a_date_is_the_start_of_its_day_where_an_instant_is_expected() throws Exception {
        assertThat(column(20_454L).instant("c")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(column("2026-01-01").instant("c")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(column("+294276-12-31T23:59:59.999999Z").instant("c")).isEqualTo("+294276-12-31T23:59:59.999999Z");
        assertThat(column("-4712-01-01T00:00:00.000000Z").instant("c")).isEqualTo("-4712-01-01T00:00:00Z");
    }

    @Test
    void only_the_time_of_a_deletion_says_that_something_is_deleted() throws Exception {
        assertThat(column("2026-01-01T00:00:00Z").hasTime("c")).isTrue();
        assertThat(column(20_454L).hasTime("c")).isTrue();
        assertThat(column("infinity").hasTime("c")).isTrue();
        assertThatThrownBy(() -> column("0").hasTime("c")).hasMessage("column t.c is no date or timestamp");
        assertThat(column(null).hasTime("c")).isFalse();
        assertThatThrownBy(() -> column(false).hasTime("c")).hasMessage("column t.c is not a date or timestamp");
    }

    @Test
    void a_column_that_only_describes_is_absent_where_it_cannot_be_read() {
        List<String> left = new ArrayList<>();
        Columns columns = new Columns("t", Map.of("c", Map.of()), (table, column) -> left.add(table + "." + column));
        assertThat(columns.describedText("c")).isNull();
        assertThat(columns.describedTexts("c")).isEmpty();
        assertThat(columns.describedFlag("c")).isFalse();
        assertThat(left).hasSize(3).containsOnly("t.c");
    }

    @Test
    void a_boundary_is_a_day_or_a_time_or_infinite() throws Exception {
        assertThat(column("2026-01-01").boundary("c")).isEqualTo(Boundary.of(LocalDate.parse("2026-01-01")));
        assertThat(column("infinity").boundary("c").kind()).isEqualTo(Boundary.Kind.INFINITY);
        assertThat(column("-infinity").boundary("c").kind()).isEqualTo(Boundary.Kind.MINUS_INFINITY);
        assertThatThrownBy(() -> column("tomorrow").boundary("c")).hasMessage("column t.c is no date or timestamp");
        assertThatThrownBy(() -> column(true).boundary("c")).hasMessage("column t.c is not a date or timestamp");
    }

    @Test
    void texts_come_as_an_array_or_as_json_and_leave_nulls_out() throws Exception {
        assertThat(column(Arrays.asList("a", null, "b")).texts("c")).containsExactly("a", "b");
        assertThat(column("[\"a\", null, \"b\"]").texts("c")).containsExactly("a", "b");
        assertThatThrownBy(() -> column("[\"a\"").texts("c")).hasMessage("a jsonb column is no array");
        assertThatThrownBy(() -> column("{}").texts("c")).hasMessage("column t.c is not an array of strings");
        assertThatThrownBy(() -> column(5L).texts("c")).hasMessage("column t.c is not an array of strings");
    }

    private static Columns column(@Nullable Object value) {
        return new Columns("t", Collections.singletonMap("c", value));
    }
}
