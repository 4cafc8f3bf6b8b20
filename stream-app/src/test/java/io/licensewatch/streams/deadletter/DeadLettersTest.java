package io.licensewatch.streams.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.streams.topology.RecordTime;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Origin ORIGIN = new Origin("t", 3, 7);
    private static final long NOW = 1_773_144_000_000L;

    private static String redacted(String key, String value) {
        return text(DeadLetters.ofRow(bytes(key), bytes(value), "why", ORIGIN, 5, NOW)
                .value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String header(Record<byte[], byte[]> letter, String name) {
        return text(letter.headers().lastHeader(name).value());
    }

    /** Of a record of the year 287396 the topic would never be rid of; one of 1970 it would drop at once. */
    @Test
    void its_time_is_when_it_was_set_aside_and_that_of_the_record_is_a_header() {
        for (long readAt : new long[] {-1, 0, 9_007_199_254_740_991L}) {
            Record<byte[], byte[]> letter = DeadLetters.of(bytes("k"), bytes("v"), "why", ORIGIN, readAt, NOW);
            assertThat(letter.timestamp()).isEqualTo(NOW);
            assertThat(header(letter, RecordHeaders.ORIGIN_TIMESTAMP)).isEqualTo(Long.toString(readAt));
            assertThat(header(letter, RecordHeaders.REASON)).isEqualTo("why");
            assertThat(letter.headers().lastHeader(RecordHeaders.ORIGIN_BYTES)).isNull();
        }
    }

    @Test
    void it_holds_the_columns_that_may_leave_the_database_and_of_others_the_names() {
        assertThat(redacted(
                        "{\"own_key\":1}",
                        "{\"before\":null,\"after\":{\"id\":7,\"name\":[\"A\"],\"email\":\"a@b.c\",\"none\":null,\"own_key\":1},"
                                + "\"source\":{\"schema\":\"public\",\"table\":\"tenants\",\"lsn\":5,\"who\":\"x\"},"
                                + "\"op\":\"c\",\"ts_ms\":1,\"transaction\":{\"user\":\"x\"}}"))
                .isEqualTo(
                        "{\"before\":null,\"after\":{\"id\":7,\"name\":[\"A\"],\"email\":\"withheld\",\"none\":null,\"own_key\":1},"
                                + "\"source\":{\"schema\":\"public\",\"table\":\"tenants\",\"lsn\":5,\"who\":\"withheld\"},"
                                + "\"op\":\"c\",\"ts_ms\":1,\"transaction\":\"withheld\"}");
    }

    @Test
    void of_a_table_that_is_not_watched_and_of_what_is_no_envelope_no_value_stays() {
        assertThat(redacted("{}", "{\"after\":{\"id\":7},\"source\":{\"schema\":\"public\",\"table\":\"people\"}}"))
                .isEqualTo("{\"after\":{\"id\":\"withheld\"},\"source\":{\"schema\":\"public\",\"table\":\"people\"}}");
        assertThat(redacted("{}", "{\"id\":7,\"email\":\"a@b.c\",\"after\":\"a@b.c\",\"op\":[\"a@b.c\"]}"))
                .isEqualTo("{\"id\":\"withheld\",\"email\":\"withheld\",\"after\":\"withheld\",\"op\":\"withheld\"}");
    }

    @Test
    void the_text_of_a_jobs_error_is_withheld() {
        String source = "\"source\":{\"schema\":\"public\",\"table\":\"materialized_view_refresh_jobs\"}";
        assertThat(redacted("{\"id\":1}", "{\"after\":{\"error_message\":\"a@b.c\"}," + source + "}"))
                .isEqualTo("{\"after\":{\"error_message\":\"withheld\"}," + source + "}");
    }

    @Test
    void of_what_is_no_json_object_nothing_stays_but_its_size() {
        assertThat(redacted("x", "a@b.c")).isEqualTo("{\"withheld\":\"5 bytes\"}");
        assertThat(redacted("x", "[\"a@b.c\"]")).isEqualTo("{\"withheld\":\"9 bytes\"}");
        assertThat(redacted("x", "")).isEqualTo("{\"withheld\":\"0 bytes\"}");
        assertThat(redacted("x", "{\"a\":\"a@b.c\"} x")).isEqualTo("{\"withheld\":\"15 bytes\"}");
    }

    @Test
    void what_is_large_is_cut_and_says_how_large_it_was() {
        byte[] large = new byte[DeadLetters.MAX_BYTES + 1];
        Record<byte[], byte[]> letter = DeadLetters.of(large, large, "r".repeat(9_999), ORIGIN, 5, NOW);
        assertThat(letter.key()).hasSize(DeadLetters.MAX_BYTES);
        assertThat(letter.value()).hasSize(DeadLetters.MAX_BYTES);
        assertThat(header(letter, RecordHeaders.ORIGIN_BYTES)).isEqualTo(Integer.toString(2 * large.length));
        assertThat(header(letter, RecordHeaders.REASON)).hasSize(500);
    }

    @Test
    void a_record_without_a_timestamp_is_no_reason_to_stop() {
        RecordTime time = new RecordTime();
        ConsumerRecord<Object, Object> without = new ConsumerRecord<>("t", 0, 0, "k", "v");
        assertThat(time.extract(without, 77)).isEqualTo(77);
        assertThat(time.extract(without, -1)).isZero();
    }
}
