package io.licensewatch.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowChangeDecoderTest {
    private static final byte[] KEY = "{\"id\":\"7\"}".getBytes(UTF_8);
    private static final String SOURCE =
            "{\"schema\":\"public\",\"table\":\"t\",\"txId\":8,\"lsn\":20,\"sequence\":\"[\\\"10\\\",\\\"20\\\"]\","
                    + "\"ts_ms\":1000,\"snapshot\":\"false\",\"epoch\":3}";

    /** A foreign record must not keep a task busy: cdc writes none with so many columns, since no table has them. */
    @Test
    void a_row_with_more_columns_than_a_table_can_have_is_rejected_at_once() {
        String wide = fields(50_000);
        assertTimeout(
                Duration.ofSeconds(2),
                () -> assertRefused(envelope("c", "null", wide, SOURCE), "not a row change: invalid JSON"));
    }

    @Test
    void an_object_within_a_column_may_have_any_number_of_fields() throws Exception {
        RowChange change = assertTimeout(
                Duration.ofSeconds(5),
                () -> decodeWhole(envelope("c", "null", "{\"id\":\"7\",\"data\":" + fields(50_000) + "}", SOURCE)));
        assertThat((Map<?, ?>) Objects.requireNonNull(change.after()).get("data"))
                .hasSize(50_000);
    }

    private static String fields(int number) {
        return IntStream.range(0, number).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void every_kind_of_value_is_read() throws Exception {
        RowChange change = decodeWhole(envelope(
                "u",
                "{\"id\":\"7\"}",
                "{\"id\":\"7\",\"n\":5,\"f\":1.5,\"yes\":true,\"no\":false,\"none\":null,"
                        + "\"list\":[\"a\",null,1],\"object\":{\"x\":[]}}",
                SOURCE));

        Map<String, @Nullable Object> after = new HashMap<>();
        after.put("id", "7");
        after.put("n", 5L);
        after.put("f", 1.5);
        after.put("yes", true);
        after.put("no", false);
        after.put("none", null);
        after.put("list", Arrays.asList("a", null, 1L));
        after.put("object", Map.of("x", List.of()));
        assertThat(change)
                .isEqualTo(new RowChange(
                        "public",
                        "t",
                        "{\"id\":\"7\"}",
                        RowChange.Op.UPDATE,
                        Map.of("id", "7"),
                        after,
                        new SourcePosition(3, 10, 20),
                        8L,
                        Instant.ofEpochSecond(1),
                        null));
    }

    /** Nobody reads it, and decoding it is a third of the work. */
    @Test
    void before_is_skipped_if_there_is_an_after() throws Exception {
        String updated = envelope("u", "{\"id\":123456789012345678901234567890}", "{\"id\":\"7\"}", SOURCE);

        assertThat(decode(updated).before()).isNull();
        assertThat(decode(updated).after()).isEqualTo(Map.of("id", "7"));
        assertThat(decodeWhole(updated.replace("123456789012345678901234567890", "8"))
                        .before())
                .isEqualTo(Map.of("id", 8L));
        assertThat(decode(envelope("d", "{\"id\":\"7\"}", "null", SOURCE)).before())
                .isEqualTo(Map.of("id", "7"));
        assertThat(decode(envelope("u", "null", "{}", SOURCE)).before()).isNull();
    }

    @Test
    void before_is_found_in_any_place_and_in_any_encoding() throws Exception {
        String deleted = "{\"source\":" + SOURCE + ",\"op\":\"d\",\"after\":null,\"before\":{\"id\":\"\u00e9\"}}";

        for (Charset charset : List.of(UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            assertThat(RowChangeDecoder.decode(KEY, deleted.getBytes(charset)).before())
                    .as("%s", charset)
                    .isEqualTo(Map.of("id", "\u00e9"));
        }
        assertThat(decode("\uFEFF  " + deleted).before()).isEqualTo(Map.of("id", "\u00e9"));
        String twice = deleted.replace("\"op\"", "\"before\":{\"id\":\"7\"},\"op\"");
        assertThat(decode(twice).before()).as("the last counts").isEqualTo(Map.of("id", "\u00e9"));
        assertThat(decode(deleted.replace("}}", "},\"before\":null}")).before()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":hunter2}", "{\"x\":\"hunter2}", "{\"x\":[1,}", "{\"x\" 1}", "{\"x\":\"\\q\"}"})
    void invalid_json_is_rejected_even_where_it_is_skipped(String before) {
        assertRefused(envelope("u", before, "{\"id\":\"7\"}", SOURCE), "not a row change: invalid JSON at byte ");
        assertRefused(envelope("d", before, "null", SOURCE), "not a row change: invalid JSON at byte ");
    }

    @Test
    void an_error_in_before_has_its_offset_in_the_whole_record() {
        String json = envelope("d", "{\"id\":123456789012345678901234567890}", "null", SOURCE);
        String whole =
                Objects.requireNonNull(catchThrowable(() -> decodeWhole(json)).getMessage());

        assertRefused(json, whole);
        assertThat(whole).matches("not a row change: invalid JSON at byte (4[0-9]|1[0-9])");
    }

    @Test
    void a_row_has_each_column_once_and_is_immutable() throws Exception {
        Map<String, @Nullable Object> row = Objects.requireNonNull(decode(envelope(
                        "c",
                        "null",
                        "{\"a\":1,\"b\":2,\"a\":null,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}",
                        SOURCE))
                .after());

        assertThat(row.keySet()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
        assertThat(row).hasSize(9).containsEntry("a", null).containsEntry(new String("i"), 9L);
        assertThat(row.get("j")).isNull();
        assertThat(row).doesNotContainKey("j");
        assertThatThrownBy(() -> row.put("a", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> row.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> row.entrySet().iterator().next().setValue(1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_snapshot_row_is_before_every_streamed_row() throws Exception {
        String source = SOURCE.replace("\"snapshot\":\"false\"", "\"snapshot\":\"last_in_data_collection\"");

        assertThat(decode(envelope("r", "null", "{}", source)).position()).isEqualTo(new SourcePosition(3, 0, 20));
    }

    @Test
    void a_row_of_an_incremental_snapshot_has_a_position_in_the_stream() throws Exception {
        String source = SOURCE.replace("\"snapshot\":\"false\"", "\"snapshot\":\"incremental\"");

        assertThat(source).isNotEqualTo(SOURCE);
        assertThat(decode(envelope("r", "null", "{}", source)).position()).isEqualTo(new SourcePosition(3, 10, 20));
    }

    @Test
    void the_command_of_the_transaction_is_read_if_present() throws Exception {
        assertThat(decode(envelope("c", "null", "{}", SOURCE)).command()).isNull();
        assertThat(decode(envelope("c", "null", "{}", withCommand("\"0d4b8b32-6d1c-5f2e-9a77-0123456789ab\"")))
                        .command())
                .isEqualTo("0d4b8b32-6d1c-5f2e-9a77-0123456789ab");
        assertThat(decode(envelope("c", "null", "{}", withCommand("null"))).command())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "\"\"", "\"a b\"", "\"a\\nb\"", "\"\u00e9\"", "LONG"})
    void an_invalid_command_id_is_rejected(String command) {
        String json = command.equals("LONG") ? '"' + "x".repeat(65) + '"' : command;

        assertThatThrownBy(() -> decode(envelope("c", "null", "{}", withCommand(json))))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("'source.command' is not the id of a command");
    }

    private static String withCommand(String json) {
        return SOURCE.replace("\"epoch\":3", "\"epoch\":3,\"command\":" + json);
    }

    @Test
    void an_unknown_previous_commit_counts_as_zero() throws Exception {
        String source = SOURCE.replace("\\\"10\\\"", "null");

        assertThat(decode(envelope("c", "null", "{}", source)).position()).isEqualTo(new SourcePosition(3, 0, 20));
    }

    @Test
    void an_impossible_key_is_rejected() {
        byte[] value = envelope("c", "null", "{}", SOURCE).getBytes(UTF_8);

        assertThatThrownBy(() -> RowChangeDecoder.decode(new byte[65_536], value))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("a key of 65536 bytes is no row's");
    }

    @Test
    void a_truncate_needs_neither_rows_nor_a_key() throws Exception {
        RowChange change = RowChangeDecoder.decode(
                null, envelope("t", "null", "null", SOURCE).getBytes(UTF_8));

        assertThat(change.op()).isEqualTo(RowChange.Op.TRUNCATE);
        assertThat(change.after()).isNull();
    }

    @Test
    void any_other_change_needs_a_key() {
        byte[] value = envelope("c", "null", "{}", SOURCE).getBytes(UTF_8);

        assertThatThrownBy(() -> RowChangeDecoder.decode(null, value))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("the record has no key, which is the row's");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "''; not a row change: invalid JSON at byte 0",
                "null; a row change is a JSON object",
                "[1]; a row change is a JSON object",
                "{\"op\":\"c\"; not a row change: invalid JSON at byte 9",
                "{}; 'op' is missing",
                "{\"op\":\"c\"}; 'source' is missing",
                "{\"op\":\"c\",\"source\":null}; 'source' is missing",
                "{\"op\":{\"x\":1}}; 'op' is not a string",
                "{\"op\":null}; 'op' is not a string",
                "{\"op\":\"c\",\"source\":[]}; 'source' is not an object",
                "{\"before\":\"hunter2\"}; 'before' is not an object",
                "{\"after\":[\"hunter2\"]}; 'after' is not an object",
                "{\"after\":{\"x\":hunter2}}; not a row change: invalid JSON at byte",
                "{\"after\":{\"x\":123456789012345678901234567890}}; not a row change: invalid JSON at byte",
                "{\"after\":{\"x\":\"hunter2}}; not a row change: invalid JSON at byte",
            })
    void an_invalid_envelope_is_rejected_without_quoting_it(String json, String reason) {
        assertRefused("''".equals(json) ? "?" : json, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "\"schema\":\"public\"; \"schema\":1; 'source.schema' is missing or not a string",
                "\"table\":\"t\"; \"tabel\":\"t\"; 'source.table' is missing or not a string",
                "\"lsn\":20; \"lsn\":\"20\"; 'source.lsn' is missing or not a number",
                "\"ts_ms\":1000; \"ts_ms\":null; 'source.ts_ms' is missing or not a number",
                "\"epoch\":3; \"epoch\":\"3\"; 'source.epoch' is missing or not a number",
                "\"epoch\":3; \"x\":3; 'source.epoch' is missing or not a number",
                "\"epoch\":3; \"epoch\":0; 'source.epoch' does not count from 1",
                "\"epoch\":3; \"epoch\":9999999999; 'source.epoch' does not count from 1",
                "\"[\\\"10\\\",\\\"20\\\"]\"; 10; 'source.sequence' is missing or not a string",
                "\"[\\\"10\\\",\\\"20\\\"]\"; \"10\"; 'source.sequence' is not an array of two LSNs",
                "\"[\\\"10\\\",\\\"20\\\"]\"; \"10,20\"; 'source.sequence' is not an array of two LSNs",
                "\"[\\\"10\\\",\\\"20\\\"]\"; \"\"; 'source.sequence' is not an array of two LSNs",
                "\\\"10\\\"; \\\"0/A\\\"; 'source.sequence' does not begin with an LSN in decimal",
                "\\\"10\\\"; \\\"; 'source.sequence' does not begin with an LSN in decimal",
                "\\\"10\\\"; -1; 'source.sequence' does not begin with an LSN in decimal",
            })
    void a_source_without_a_position_is_rejected(String part, String wrong, String reason) {
        assertRefused(envelope("c", "null", "{\"x\":\"hunter2\"}", SOURCE.replace(part, wrong)), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "x; null; null; not a row change: unknown op 'x'",
                "c; null; null; not a row change: op 'c' of public.t without a row after it",
                "u; {\"x\":\"hunter2\"}; null; not a row change: op 'u' of public.t without a row after it",
                "r; null; null; not a row change: op 'r' of public.t without a row after it",
                "d; null; {\"x\":\"hunter2\"}; not a row change: op 'd' of public.t with a row after it",
                "t; null; {\"x\":\"hunter2\"}; not a row change: op 't' of public.t with a row after it",
            })
    void rows_that_do_not_fit_the_operation_are_rejected(String op, String before, String after, String reason) {
        assertRefused(envelope(op, before, after, SOURCE), reason);
    }

    /** A foreign or damaged record: its position would hide later changes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "\"epoch\":3; \"epoch\":2147483647",
                "\"lsn\":20; \"lsn\":-20",
                "\"lsn\":20; \"lsn\":9223372036854775807",
                "\\\"10\\\"; \\\"18446744073709551615\\\"",
            })
    void an_impossible_position_is_rejected(String part, String wrong) {
        assertRefused(
                envelope("c", "null", "{\"x\":\"hunter2\"}", SOURCE.replace(part, wrong)),
                "the position in 'source' (epoch, lsn, sequence) is one that cannot be");
    }

    @Test
    void a_record_that_cannot_be_decoded_may_still_have_an_identity() {
        RowPlace place = new RowPlace("public", "t", new SourcePosition(3, 10, 20), false);
        assertThat(place(envelope("x", "7", "[]", SOURCE))).contains(place);
        assertThat(place(envelope("c", "null", "null", SOURCE))).contains(place);
        assertThat(place(envelope("r", "null", "null", SOURCE.replace("false", "incremental"))))
                .contains(new RowPlace("public", "t", place.position(), true));
        assertThat(place(envelope("c", "null", "{}", "null"))).isEmpty();
        assertThat(place(envelope("c", "null", "{}", SOURCE.replace("\"epoch\":3", "\"epoch\":2147483647"))))
                .isEmpty();
        assertThat(place(envelope("c", "null", "{}", SOURCE).substring(0, 80))).isEmpty();
    }

    private static Optional<RowPlace> place(String json) {
        return RowChangeDecoder.place(json.getBytes(UTF_8));
    }

    @Test
    void data_after_the_envelope_is_rejected() {
        assertRefused(envelope("c", "null", "{}", SOURCE) + " {}", "something follows the row change");
    }

    @Test
    void damaged_bytes_are_rejected_and_cause_no_other_error() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] sound = envelope("u", "{\"id\":\"7\"}", "{\"id\":\"7\",\"list\":[1,{}]}", SOURCE)
                .getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(sound.length) + 1);
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                RowChangeDecoder.decode(KEY, damaged);
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(damaged, UTF_8), e);
            }
        }
    }

    private static void assertRefused(String json, String reason) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith(reason)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    private static RowChange decode(String json) throws MalformedRecordException {
        return RowChangeDecoder.decode(KEY, json.getBytes(UTF_8));
    }

    private static RowChange decodeWhole(String json) throws MalformedRecordException {
        return WholeChange.decode(KEY, json.getBytes(UTF_8));
    }

    private static String envelope(String op, String before, String after, String source) {
        return "{\"before\":" + before + ",\"after\":" + after + ",\"source\":" + source + ",\"op\":\"" + op
                + "\",\"ts_ms\":1000,\"transaction\":null}";
    }
}
