package io.licensewatch.cdc.translate;

import static io.licensewatch.cdc.debezium.EngineEvents.change;
import static io.licensewatch.cdc.debezium.EngineEvents.mark;
import static io.licensewatch.cdc.debezium.EngineEvents.role;
import static io.licensewatch.cdc.debezium.EngineEvents.snapshotRow;
import static io.licensewatch.cdc.debezium.EngineEvents.truncate;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which command a row change comes from. */
class NamedCommandTest {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String OTHER = "00000000-0000-0000-0000-00000000000b";
    private static final Instant SNAPSHOT_AT = Instant.ofEpochMilli(1_000);
    private static final Checkpoint BEFORE_SNAPSHOT = Checkpoint.snapshotBegins("slot", "7/app", 3, SNAPSHOT_AT);
    private static final Checkpoint STREAMING = new Checkpoint("slot", "7/app", 3, true, SNAPSHOT_AT, 9, null, null);

    @Test
    void rows_behind_the_message_of_a_command_name_it_to_the_end_of_the_transaction() throws Exception {
        Batch batch = translator(STREAMING)
                .translate(List.of(
                        create("r1", new At(700L, 7, 705, 5_000)),
                        command("c-1", new At(700L, 7, 710, 5_000)),
                        create("r2", new At(700L, 7, 720, 5_000)),
                        create("r3", new At(700L, 7, 720, 5_000)),
                        command("c-2", new At(700L, 7, 730, 5_000)),
                        create("r4", new At(700L, 7, 740, 5_000)),
                        truncate(new At(700L, 7, 750, 5_000)),
                        create("r5", new At(800L, 8, 745, 5_000))));

        assertThat(commands(EngineEvents.rows(batch.records()).subList(0, 5)))
                .containsExactly(null, "c-1", "c-1", "c-2", "c-2");
        assertThat(commands(EngineEvents.rows(batch.records()).subList(5, 11)))
                .as("the truncate")
                .containsOnly("c-2");
        assertThat(commands(EngineEvents.rows(batch.records()).subList(11, 12)))
                .as("another transaction")
                .containsExactly((String) null);
        assertThat(texts(batch.records()).get(0))
                .as("nothing is written where nothing is known")
                .doesNotContain("command");
    }

    @Test
    void a_transaction_keeps_its_command_across_batches_and_passes_it_to_no_other() throws Exception {
        BatchTranslator translator = translator(STREAMING);
        translator.translate(List.of(command("c-1", new At(700L, 7, 710, 5_000))));

        assertThat(commands(translator
                        .translate(List.of(create("r1", new At(700L, 7, 720, 5_000))))
                        .records()))
                .containsExactly("c-1");
        translator.translate(List.of(command("c-2", new At(800L, 8, 810, 5_000))));
        translator.translate(List.of(mark("m", new At(900L, 9, 910, 5_000))));
        assertThat(commands(translator
                        .translate(List.of(create("r2", new At(1_000L, 10, 1_010, 5_000))))
                        .records()))
                .as("behind a transaction that changed no row of ours")
                .containsExactly((String) null);
    }

    @Test
    void both_records_of_a_row_that_moves_name_the_command() throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = translator(STREAMING)
                .translate(List.of(
                        command("c-1", new At(700L, 7, 710, 5_000)),
                        change(
                                "u",
                                role("r1", TENANT, "admin"),
                                role("r1", OTHER, "admin"),
                                new At(700L, 7, 720, 5_000))))
                .records();

        assertThat(commands(List.of(records.get(0), records.get(2)))).containsExactly("c-1", "c-1");
    }

    @Test
    void rows_of_a_snapshot_name_no_command() throws Exception {
        assertThat(commands(translator(BEFORE_SNAPSHOT)
                        .translate(List.of(
                                snapshotRow(role("r1", TENANT, "x")), command("c-1", new At(null, 1, 710, 5_000))))
                        .records()))
                .containsExactly((String) null);
    }

    @Test
    void the_message_of_a_command_moves_the_slot_and_writes_nothing() {
        Batch batch = translator(STREAMING).translate(List.of(command("c-1", new At(700L, 7, 710, 5_000))));

        assertThat(batch.records()).isEmpty();
        assertThat(batch.skipped()).isZero();
        assertThat(batch.frontier()).isNull();
        assertThat(Objects.requireNonNull(batch.checkpoint().lastEvent()).lsn()).isEqualTo("0/2C6");
        assertThat(batch.checkpoint().confirmable()).isEqualTo("0/2BC");
    }

    /** A message that was read is not written, but what is behind it has to be named all the same. */
    @Test
    void wherever_a_transaction_is_cut_its_rows_have_the_same_bytes_after_the_restart() throws Exception {
        List<SourceRecord> transaction = commandsAndRows(700L);
        List<ProducerRecord<byte[], byte[]>> whole =
                translator(STREAMING).translate(transaction).records();
        assertThat(commands(whole)).containsExactly(null, "c-1", "c-1", "c-2", "c-2");

        for (int cut = 0; cut <= transaction.size(); cut++) {
            BatchTranslator killed = translator(STREAMING);
            Checkpoint written = STREAMING;
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
            for (SourceRecord event : transaction.subList(0, cut)) {
                Batch batch = killed.translate(List.of(event));
                all.addAll(batch.records());
                written = batch.checkpoint();
            }
            BatchTranslator restarted = translator(written);
            for (SourceRecord event : commandsAndRows(cut == 0 ? (Long) 700L : null)) {
                all.addAll(restarted.translate(List.of(event)).records());
            }
            assertThat(texts(all)).as("cut before event %d", cut).isEqualTo(texts(whole));
        }
    }

    /** @param previousCommit null where Debezium does not give it: after a restart */
    private static List<SourceRecord> commandsAndRows(@Nullable Long previousCommit) {
        return List.of(
                create("r1", new At(previousCommit, 7, 705, 5_000)),
                command("c-1", new At(previousCommit, 7, 710, 5_000)),
                create("r2", new At(previousCommit, 7, 720, 5_000)),
                create("r3", new At(previousCommit, 7, 720, 5_000)),
                command("c-2", new At(previousCommit, 7, 730, 5_000)),
                create("r4", new At(previousCommit, 7, 740, 5_000)),
                create("r5", new At(previousCommit, 7, 740, 5_000)));
    }

    private static SourceRecord command(String id, At at) {
        return EngineEvents.message("licensewatch.command", id, at);
    }

    private static BatchTranslator translator(Checkpoint start) {
        return new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(EngineEvents.ROLES, EngineEvents.OFFERINGS),
                start,
                () -> 600,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                mark -> true);
    }

    private static SourceRecord create(String id, At at) {
        return change("c", null, role(id, TENANT, "x"), at);
    }

    private static List<@Nullable String> commands(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<@Nullable String> commands = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : EngineEvents.rows(records)) {
            commands.add(decoded(record).command());
        }
        return commands;
    }

    private static RowChange decoded(ProducerRecord<byte[], byte[]> record) throws Exception {
        ContractValidator.validate(record.topic(), record.key(), record.value(), Map.of());
        return WholeChange.decode(record.key(), record.value());
    }

    private static List<String> texts(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> record.topic() + " " + record.partition() + " " + record.timestamp() + " "
                        + text(record.key()) + " " + text(record.value()))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1); // every byte counts
    }
}
