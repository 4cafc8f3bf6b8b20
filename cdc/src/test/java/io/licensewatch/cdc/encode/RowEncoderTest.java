package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.ZonedTimestamp;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
    /** Of several types; the names are such as may be captured of tenants. */
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Uuid.builder().build())
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("status", Json.builder().optional().build())
            .field(
                    "subscription_tier",
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .field("subscription_status", Schema.OPTIONAL_INT32_SCHEMA)
            .field("subscription_end_date", ZonedTimestamp.builder().optional().build())
            .field(
                    "onboarding_completed",
                    SchemaBuilder.bool().optional().defaultValue(true).build())
            .field("created_at", MicroTimestamp.builder().optional().build())
            .field(
                    "deleted_at",
                    SchemaBuilder.int32()
                            .name(PostgresDates.SCHEMA_NAME)
                            .optional()
                            .build())
            .field("billing_email", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final SourceStamp STAMP =
            new SourceStamp(SourceTable.TENANTS, "false", 100, 110, 7L, 1_773_136_800_123L, 2, null);

    private final RowEncoder encoder = new RowEncoder();

    @Test
    void an_envelope_is_golden() {
        Struct row = row().put("name", "St. \"Anne\" ☃")
                .put("status", "{\"a\": 1}")
                .put("subscription_tier", Arrays.asList("x", null))
                .put("subscription_status", 5)
                .put("subscription_end_date", "2026-03-10T10:00:00.123456Z")
                .put("onboarding_completed", false)
                .put("created_at", 1_773_136_800_123_456L)
                .put("deleted_at", 20_454);

        assertThat(envelope("c", null, row))
                .isEqualTo("{\"before\":null,\"after\":{\"id\":\"t1\",\"name\":\"St. \\\"Anne\\\" ☃\","
                        + "\"status\":\"{\\\"a\\\": 1}\",\"subscription_tier\":[\"x\",null],"
                        + "\"subscription_status\":5,\"subscription_end_date\":\"2026-03-10T10:00:00.123456Z\","
                        + "\"onboarding_completed\":false,\"created_at\":\"2026-03-10T10:00:00.123456Z\","
                        + "\"deleted_at\":20454},\"source\":{\"connector\":\"postgresql\",\"schema\":\"public\","
                        + "\"table\":\"tenants\",\"txId\":7,\"lsn\":110,\"sequence\":\"[\\\"100\\\",\\\"110\\\"]\","
                        + "\"ts_ms\":1773136800123,\"snapshot\":\"false\",\"epoch\":2},\"op\":\"c\","
                        + "\"ts_ms\":1773136800123}");
    }

    @Test
    void the_command_that_a_change_comes_from_is_the_last_of_the_source() {
        SourceStamp stamp = new SourceStamp(SourceTable.TENANTS, "false", 100, 110, 7L, 1_773_136_800_123L, 2, "c-1:1");
        String named = new String(
                encoder.envelope(table(ReplicaIdentity.FULL), "c", null, row(), stamp), StandardCharsets.UTF_8);

        assertThat(named)
                .isEqualTo(envelope("c", null, row()).replace("\"epoch\":2}", "\"epoch\":2,\"command\":\"c-1:1\"}"))
                .contains("c-1:1");
    }

    @Test
    void null_is_null_though_the_column_has_a_default() {
        assertThat(envelope("c", null, row().put("onboarding_completed", null)))
                .contains("\"onboarding_completed\":null");
    }

    @Test
    void infinity_has_a_name_whatever_the_type() {
        assertThat(envelope(
                        "c",
                        null,
                        row().put("deleted_at", PostgresDates.INFINITY)
                                .put("created_at", 9_223_372_036_825_200_000L)
                                .put("subscription_end_date", "infinity")))
                .contains("\"deleted_at\":\"infinity\"")
                .contains("\"created_at\":\"infinity\"")
                .contains("\"subscription_end_date\":\"infinity\"");
        assertThat(envelope(
                        "c",
                        null,
                        row().put("deleted_at", PostgresDates.MINUS_INFINITY)
                                .put("created_at", -9_223_372_036_832_400_000L)))
                .contains("\"deleted_at\":\"-infinity\"")
                .contains("\"created_at\":\"-infinity\"");
    }

    @Test
    void a_value_that_postgres_did_not_send_is_left_out_and_not_taken_for_one() {
        String envelope = envelope(
                "u",
                null,
                row().put("status", Unavailable.PLACEHOLDER)
                        .put("subscription_tier", List.of(Unavailable.PLACEHOLDER)));

        assertThat(envelope)
                .doesNotContain("unavailable")
                .doesNotContain("\"status\"")
                .doesNotContain("\"subscription_tier\"")
                .contains("\"name\":null");
    }

    @Test
    void a_column_that_is_not_on_the_list_is_not_written_even_if_the_engine_gives_it() {
        assertThat(envelope("c", null, row().put("billing_email", "a@example.org")))
                .doesNotContain("example.org")
                .doesNotContain("billing_email");
    }

    @Test
    void without_the_whole_old_row_in_the_log_only_its_key_is_written() {
        byte[] json = encoder.envelope(table(ReplicaIdentity.DEFAULT), "d", row().put("name", ""), null, STAMP);

        assertThat(new String(json, StandardCharsets.UTF_8)).startsWith("{\"before\":{\"id\":\"t1\"},\"after\":null,");
    }

    @Test
    void the_decoder_reads_what_the_encoder_writes() throws Exception {
        byte[] json = encoder.envelope(table(ReplicaIdentity.FULL), "u", row(), row().put("name", "new"), STAMP);

        RowChange change = WholeChange.decode(encoder.key(table(ReplicaIdentity.FULL), row()), json);

        assertThat(change.key()).isEqualTo("{\"id\":\"t1\"}");
        assertThat(change.position()).isEqualTo(new SourcePosition(2, 100, 110));
        assertThat(change.before()).containsEntry("name", null);
        assertThat(change.after()).containsEntry("name", "new");
    }

    @Test
    void a_composite_key_is_in_the_order_of_the_primary_key() {
        CapturedTable table = new CapturedTable(
                SourceTable.TENANTS,
                List.of("id", "name"),
                RowKey.primary("name", "id"),
                ReplicaIdentity.FULL,
                false,
                false,
                true);

        assertThat(new String(encoder.key(table, row().put("name", "n")), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"n\",\"id\":\"t1\"}");
    }

    private String envelope(String op, @Nullable Struct before, Struct after) {
        return new String(
                encoder.envelope(table(ReplicaIdentity.FULL), op, before, after, STAMP), StandardCharsets.UTF_8);
    }

    private static Struct row() {
        return new Struct(ROW).put("id", "t1");
    }

    private static CapturedTable table(ReplicaIdentity identity) {
        return new CapturedTable(
                SourceTable.TENANTS, List.of("id", "name"), RowKey.primary("id"), identity, false, false, true);
    }
}
