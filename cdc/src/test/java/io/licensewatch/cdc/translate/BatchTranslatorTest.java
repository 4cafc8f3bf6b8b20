package io.licensewatch.cdc.translate;

import static io.licensewatch.cdc.debezium.EngineEvents.change;
import static io.licensewatch.cdc.debezium.EngineEvents.mark;
import static io.licensewatch.cdc.debezium.EngineEvents.role;
import static io.licensewatch.cdc.debezium.EngineEvents.snapshotRow;
import static io.licensewatch.cdc.debezium.EngineEvents.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class BatchTranslatorTest {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String OTHER = "00000000-0000-0000-0000-00000000000b";
    private static final Topics TOPICS = new Topics("p", 6);
    private static final Instant SNAPSHOT_AT = Instant.ofEpochMilli(1_000);
    private static final Checkpoint BEFORE_SNAPSHOT = Checkpoint.snapshotBegins("slot", "7/app", 3, SNAPSHOT_AT);
    private static final Checkpoint STREAMING = new Checkpoint("slot", "7/app", 3, true, SNAPSHOT_AT, 9, null, null);

    @Test
    void a_row_goes_to_the_partition_that_kafka_itself_would_give_its_tenant() throws Exception {
        ProducerRecord<byte[], byte[]> record = records(
                        change("c", null, role("r1", TENANT, "admin"), new At(100L, 7, 110, 5_000)))
                .get(0);

        assertThat(record.topic()).isEqualTo("p.public.roles");
        assertThat(record.partition())
                .isEqualTo(BuiltInPartitioner.partitionForKey(TENANT.getBytes(StandardCharsets.UTF_8), 6));
        assertThat(key(record)).isEqualTo("{\"id\":\"r1\"}");
        assertThat(record.timestamp()).isEqualTo(5_000);
        RowChange change = decoded(record);
        assertThat(change.op()).isEqualTo(RowChange.Op.CREATE);
        assertThat(change.position()).isEqualTo(new SourcePosition(3, 100, 110));
        assertThat(change.txId()).isEqualTo(7);
        assertThat(change.committedAt()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(change.after()).containsEntry("tenant_id", TENANT).containsEntry("name", "admin");
    }

    @Test
    void a_row_without_a_tenant_is_in_the_tenantless_topic_under_its_tables_name() {
        ProducerRecord<byte[], byte[]> record = records(
                        change("c", null, role("r1", null, "admin"), new At(100L, 7, 110, 5_000)))
                .get(0);

        assertThat(record.topic()).isEqualTo("p.tenantless");
        assertThat(key(record)).isEqualTo("{\"table\":\"public.roles\",\"key\":{\"id\":\"r1\"}}");
    }

    @Test
    void a_row_that_moves_to_another_tenant_is_deleted_there_and_created_here() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = records(
                change("u", role("r1", TENANT, "admin"), role("r1", OTHER, "admin"), new At(100L, 7, 110, 5_000)));

        assertThat(records).hasSize(3);
        assertThat(decoded(records.get(0)).op()).isEqualTo(RowChange.Op.DELETE);
        assertThat(decoded(records.get(0)).before()).containsEntry("tenant_id", TENANT);
        assertThat(records.get(1).value()).isNull();
        assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
        assertThat(decoded(records.get(2)).op()).isEqualTo(RowChange.Op.CREATE);
        assertThat(decoded(records.get(2)).before()).isNull();
        assertThat(records.get(2).partition())
                .isEqualTo(BuiltInPartitioner.partitionForKey(OTHER.getBytes(StandardCharsets.UTF_8), 6));
    }

    @Test
    void a_row_that_moves_to_a_tenant_of_the_same_partition_is_deleted_and_created_too() throws Exception {
        String neighbour = neighbourOf(TENANT);
        List<ProducerRecord<byte[], byte[]>> records = records(
                change("u", role("r1", TENANT, "admin"), role("r1", neighbour, "admin"), new At(100L, 7, 110, 5_000)));

        assertThat(records).extracting(ProducerRecord::partition).containsOnly(partition(TENANT));
        assertThat(decoded(records.get(0)).op()).isEqualTo(RowChange.Op.DELETE);
        assertThat(decoded(records.get(0)).before()).containsEntry("tenant_id", TENANT);
        assertThat(records.get(1).value()).isNull();
        assertThat(decoded(records.get(2)).op()).isEqualTo(RowChange.Op.CREATE);
        assertThat(decoded(records.get(2)).after()).containsEntry("tenant_id", neighbour);
    }

    private static String neighbourOf(String tenant) {
        return LongStream.iterate(100, i -> i + 1)
                .mapToObj(i -> new UUID(0, i).toString())
                .filter(other -> partition(other) == partition(tenant))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String tenant) {
        return BuiltInPartitioner.partitionForKey(tenant.getBytes(StandardCharsets.UTF_8), 6);
    }

    @Test
    void a_row_that_loses_its_tenant_moves_to_the_tenantless_topic() {
        List<ProducerRecord<byte[], byte[]>> records = records(
                change("u", role("r1", TENANT, "admin"), role("r1", null, "admin"), new At(100L, 7, 110, 5_000)));

        assertThat(records)
                .extracting(ProducerRecord::topic)
                .containsExactly("p.public.roles", "p.public.roles", "p.tenantless");
    }

    @Test
    void an_update_in_place_carries_the_old_and_the_new_row() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records =
                records(change("u", role("r1", TENANT, "old"), role("r1", TENANT, "new"), new At(100L, 7, 110, 5_000)));

        assertThat(records).hasSize(1);
        assertThat(decoded(records.get(0)).before()).containsEntry("name", "old");
        assertThat(decoded(records.get(0)).after()).containsEntry("name", "new");
    }

    @Test
    void a_delete_is_followed_by_a_tombstone() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records =
                records(change("d", role("r1", TENANT, "old"), null, new At(100L, 7, 110, 5_000)));

        assertThat(records).hasSize(2);
        assertThat(decoded(records.get(0)).before()).containsEntry("name", "old");
        assertThat(records.get(1).value()).isNull();
        assertThat(key(records.get(1))).isEqualTo("{\"id\":\"r1\"}");
    }

    @Test
    void a_truncate_reaches_every_place_where_rows_may_be() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = records(truncate(new At(100L, 7, 110, 5_000)));

        assertThat(records).hasSize(7);
        assertThat(records.subList(0, 6)).extracting(ProducerRecord::partition).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(key(records.get(0))).isEqualTo("{\"truncate\":true}");
        assertThat(key(records.get(6))).isEqualTo("{\"table\":\"public.roles\",\"truncate\":true}");
        assertThat(decoded(records.get(0)).op()).isEqualTo(RowChange.Op.TRUNCATE);
    }

    @Test
    void rows_of_a_snapshot_carry_its_start_and_stand_before_everything_streamed() throws Exception {
        Batch batch = translator(BEFORE_SNAPSHOT).translate(List.of(snapshotRow(role("r1", TENANT, "admin"))));

        ProducerRecord<byte[], byte[]> record = batch.records().get(0);
        assertThat(record.timestamp()).isEqualTo(SNAPSHOT_AT.toEpochMilli());
        assertThat(decoded(record).position()).isEqualTo(new SourcePosition(3, 0, 500));
        assertThat(decoded(record).committedAt()).isEqualTo(SNAPSHOT_AT);
        assertThat(batch.checkpoint().snapshotComplete()).isFalse();
        assertThat(batch.checkpoint().snapshotRows()).isEqualTo(1);
        assertThat(batch.checkpoint().lastEvent()).isNull();
    }

    @Test
    void a_snapshot_ends_the_progress_of_slots_that_wrote_to_its_topics_before() {
        BatchTranslator translator = translator(BEFORE_SNAPSHOT);

        ProducerRecord<byte[], byte[]> end =
                translator.snapshotBegins(Set.of("former")).records().get(0);

        assertThat(end.topic()).isEqualTo(TOPICS.checkpoint());
        assertThat(new String(end.key(), StandardCharsets.UTF_8)).isEqualTo("former");
        assertThat(end.value()).isNull();
    }

    @Test
    void the_first_streamed_event_says_that_the_snapshot_is_whole() throws Exception {
        BatchTranslator translator = translator(BEFORE_SNAPSHOT);
        assertThat(frontier(translator.snapshotBegins(Set.of())).snapshotComplete())
                .isFalse();

        Batch batch = translator.translate(
                List.of(snapshotRow(role("r1", TENANT, "admin")), mark("m", new At(null, 8, 620, 5_000))));

        assertThat(batch.checkpoint().snapshotComplete()).isTrue();
        Frontier frontier = frontier(batch);
        assertThat(frontier.snapshotComplete()).isTrue();
        assertThat(frontier.epoch()).isEqualTo(3);
        assertThat(frontier.sourceTime()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(frontier.tables()).containsExactly("public.product_offerings", "public.roles");
    }

    @Test
    void the_first_transaction_after_a_start_follows_the_slots_restart_point() throws Exception {
        Batch batch = translator(STREAMING)
                .translate(List.of(change("c", null, role("r1", TENANT, "x"), new At(null, 7, 610, 5_000))));

        assertThat(decoded(batch.records().get(0)).position()).isEqualTo(new SourcePosition(3, 600, 610));
    }

    @Test
    void what_was_written_before_a_restart_is_skipped_also_within_a_transaction() throws Exception {
        At at = new At(700L, 7, 710, 5_000);
        Batch first = translator(STREAMING).translate(List.of(change("c", null, role("r1", TENANT, "x"), at)));

        BatchTranslator restarted = translator(first.checkpoint());
        Batch second = restarted.translate(List.of(
                change("c", null, role("r1", TENANT, "x"), new At(null, 7, 710, 5_000)),
                change("c", null, role("r2", TENANT, "x"), new At(null, 7, 710, 5_000))));

        assertThat(second.skipped()).isEqualTo(1);
        assertThat(EngineEvents.rows(second.records())).hasSize(1);
        assertThat(key(second.records().get(0))).isEqualTo("{\"id\":\"r2\"}");
        assertThat(decoded(second.records().get(0)).position())
                .as("where the rest of its transaction stands")
                .isEqualTo(new SourcePosition(3, 700, 710));
    }

    @Test
    void a_batch_of_nothing_but_replayed_events_leaves_the_position() {
        At at = new At(700L, 7, 710, 5_000);
        Checkpoint written = translator(STREAMING)
                .translate(List.of(
                        change("c", null, role("r1", TENANT, "x"), at), change("c", null, role("r2", TENANT, "x"), at)))
                .checkpoint();

        Batch replayed = translator(written)
                .translate(List.of(change("c", null, role("r1", TENANT, "x"), new At(null, 7, 710, 5_000))));

        assertThat(replayed.records()).isEmpty();
        assertThat(replayed.checkpoint().lastEvent()).isEqualTo(written.lastEvent());
    }

    @Test
    void a_frontier_names_the_last_rows_of_each_partition_written_since_the_former() throws Exception {
        At first = new At(700L, 7, 710, 5_000);
        BatchTranslator translator = translator(STREAMING);
        Batch rows = translator.translate(List.of(
                change("c", null, role("r1", TENANT, "x"), new At(650L, 6, 660, 4_000)),
                change("c", null, role("r2", TENANT, "x"), first),
                change("c", null, role("r3", TENANT, "x"), first),
                change("c", null, role("r4", null, "x"), first)));
        Frontier.Covered tenants =
                new Frontier.Covered("public.roles", false, partition(TENANT), false, 3, "0/2BC", "0/2C6", 2);
        Frontier.Covered tenantless = new Frontier.Covered("public.roles", true, 0, false, 3, "0/2BC", "0/2C6", 1);
        assertThat(EngineEvents.covered(rows.checkpoint().uncovered())).containsExactly(tenants, tenantless);

        Batch marks = translator.translate(
                List.of(mark("m", new At(800L, 8, 810, 5_000)), mark("n", new At(900L, 9, 910, 5_000))));
        assertThat(marks.records()).hasSize(2);
        assertThat(EngineEvents.covered(JsonCodec.FRONTIER
                        .decode(marks.records().get(0).value())
                        .covered()))
                .containsExactly(tenants, tenantless);
        assertThat(frontier(marks).covered()).isEmpty();
        assertThat(marks.checkpoint().uncovered()).isEmpty();
    }

    @Test
    void what_a_run_has_written_is_named_by_the_next_and_counted_on() throws Exception {
        At at = new At(700L, 7, 710, 5_000);
        Batch first = translator(STREAMING).translate(List.of(change("c", null, role("r1", TENANT, "x"), at)));

        Batch second = translator(Checkpoint.decode(first.checkpoint().encode()))
                .translate(List.of(
                        change("c", null, role("r1", TENANT, "x"), new At(null, 7, 710, 5_000)),
                        change("c", null, role("r2", TENANT, "x"), new At(null, 7, 710, 5_000)),
                        mark("m", new At(800L, 8, 810, 5_000))));

        assertThat(EngineEvents.covered(frontier(second).covered()))
                .containsExactly(
                        new Frontier.Covered("public.roles", false, partition(TENANT), false, 3, "0/2BC", "0/2C6", 2));
    }

    @Test
    void a_tombstone_is_no_row_that_a_reader_could_wait_for() throws Exception {
        BatchTranslator translator = translator(STREAMING);
        translator.translate(List.of(change("d", role("r1", TENANT, "x"), null, new At(700L, 7, 710, 5_000))));

        assertThat(EngineEvents.covered(frontier(translator.translate(List.of(mark("m", new At(800L, 8, 810, 5_000)))))
                        .covered()))
                .extracting(Frontier.Covered::rows)
                .containsExactly(1L);
    }

    @Test
    void a_delete_or_update_without_its_old_row_stops_the_feed_with_what_to_do() {
        At at = new At(700L, 7, 710, 5_000);
        BatchTranslator translator = translator(STREAMING, false);

        assertThatThrownBy(() -> translator.translate(List.of(change("d", role("r1", null, ""), null, at))))
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("ALTER TABLE public.roles REPLICA IDENTITY FULL;")
                .hasMessageContaining("--resync");
        assertThatThrownBy(() -> translator.translate(List.of(change("u", null, role("r1", TENANT, "x"), at))))
                .isInstanceOf(UnfitSourceException.class);
    }

    @Test
    void the_delete_of_a_row_that_has_no_tenant_is_one() {
        List<ProducerRecord<byte[], byte[]>> records =
                records(change("d", role("r1", null, "system"), null, new At(100L, 7, 110, 5_000)));

        assertThat(records).extracting(ProducerRecord::topic).containsOnly("p.tenantless");
    }

    private static List<ProducerRecord<byte[], byte[]>> records(SourceRecord event) {
        return EngineEvents.rows(translator(STREAMING).translate(List.of(event)).records());
    }

    private static BatchTranslator translator(Checkpoint start) {
        return translator(start, true);
    }

    private static BatchTranslator translator(Checkpoint start, boolean logsOldRows) {
        return new BatchTranslator(
                TOPICS,
                SourceSchemas.DEFAULT,
                List.of(EngineEvents.ROLES, EngineEvents.OFFERINGS),
                start,
                () -> 600,
                new OldRows(table -> logsOldRows),
                new TableColumns(table -> true),
                mark -> !mark.startsWith("foreign"));
    }

    private static Frontier frontier(Batch batch) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = batch.records();
        ProducerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        assertThat(last.topic()).isEqualTo("p.frontier");
        assertThat(key(last)).isEqualTo("frontier");
        return JsonCodec.FRONTIER.decode(last.value());
    }

    private static RowChange decoded(ProducerRecord<byte[], byte[]> record) throws Exception {
        ContractValidator.validate(record.topic(), record.key(), record.value(), Map.of());
        return WholeChange.decode(record.key(), record.value());
    }

    private static String key(ProducerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
