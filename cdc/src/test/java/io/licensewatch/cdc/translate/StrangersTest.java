package io.licensewatch.cdc.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Resyncs;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.resync.IncrementalSnapshot;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncMessage.Kind;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What whoever can log in to the database may write into the change stream, and what of it counts. */
class StrangersTest {
    private static final Checkpoint STREAMING =
            new Checkpoint("slot", "7/app", 3, true, Instant.ofEpochMilli(1_000), 9, null, null);
    private static final String OWN = "own-origin 17";

    private long lsn = 100;
    private final BatchTranslator translator = translator(STREAMING, 50);

    @Test
    void only_a_mark_of_this_run_is_a_frontier() {
        assertThat(translate(mark("another-origin 17")).records()).isEmpty();
        assertThat(translate(mark("")).records()).isEmpty();
        assertThat(translate(mark(OWN + "x".repeat(200))).records()).isEmpty();

        Batch own = translate(mark(OWN));

        assertThat(own.records()).hasSize(1);
        assertThat(own.frontier()).isNotNull();
    }

    @Test
    void a_foreign_mark_moves_the_slot_all_the_same() {
        Batch foreign = translate(mark("another-origin 17"));

        assertThat(foreign.checkpoint().lastEvent()).isNotNull();
        assertThat(foreign.checkpoint().confirmable()).isNotNull();
        assertThat(foreign.skipped()).isZero();
    }

    @Test
    void a_message_outside_of_a_transaction_is_no_frontier_and_has_no_place() {
        Checkpoint before = translate(mark(OWN)).checkpoint();

        Batch batch = translate(EngineEvents.mark(OWN, new At(lsn, At.NO_TRANSACTION, lsn += 10, 5_000)));

        assertThat(batch.records()).isEmpty();
        assertThat(batch.checkpoint().lastEvent()).isEqualTo(before.lastEvent());
        assertThat(batch.checkpoint().confirmable()).isEqualTo(before.confirmable());
    }

    @Test
    void a_restart_after_a_message_outside_of_a_transaction_continues() {
        At written = next();
        translate(EngineEvents.mark(OWN, written));
        Checkpoint stopped = translate(outsideTransactions()).checkpoint();
        long confirmed = Lsn.parse(Objects.requireNonNull(stopped.confirmable()));
        BatchTranslator restarted = translator(stopped, confirmed);
        if (confirmed < written.lsn()) {
            At resent = new At(null, written.txId(), written.lsn(), written.committedAt());
            assertThat(restarted
                            .translate(List.of(EngineEvents.mark(OWN, resent)))
                            .skipped())
                    .isEqualTo(1);
        }

        Batch after = restarted.translate(List.of(
                outsideTransactions(), EngineEvents.change("c", null, EngineEvents.role("r1", null, "admin"), next())));

        assertThat(after.rows()).containsEntry("public.roles", 1);
    }

    /** As Debezium gives it: it takes the message for a commit. */
    private SourceRecord outsideTransactions() {
        lsn += 10;
        return EngineEvents.mark("x", new At(lsn, At.NO_TRANSACTION, lsn, 5_000));
    }

    @Test
    void messages_request_nothing_and_marks_count_with_the_id_of_the_reading_only() {
        translate(EngineEvents.request("slot", "r1", List.of("public.roles"), next()));
        IncrementalSnapshot reading = translator.resyncs().next().orElseThrow();

        for (String content : List.of(
                "nonsense",
                "null",
                "[".repeat(200),
                "{\"slot\":\"slot\"}",
                "{\"slot\":\"slot\",\"kind\":\"REQUEST\",\"id\":\"x\",\"tables\":[]}",
                "{\"slot\":\"slot\",\"kind\":\"TRACK\",\"id\":\"" + "x".repeat(1_000) + "\"}",
                ResyncMessage.of(Kind.END, "slot", "r1").encode(),
                ResyncMessage.of(Kind.TRACK, "other", reading.id()).encode())) {
            Checkpoint after = translate(EngineEvents.message(ResyncMessage.PREFIX, content, next()))
                    .checkpoint();
            assertThat(after.resyncs().waiting())
                    .extracting(Resyncs.Request::id)
                    .containsExactly("r1");
        }
        assertThat(reading.phase()).isEqualTo(IncrementalSnapshot.Phase.PREPARED);

        translate(EngineEvents.message(
                ResyncMessage.PREFIX,
                ResyncMessage.of(Kind.TRACK, "slot", reading.id()).encode(),
                next()));
        assertThat(reading.phase()).isEqualTo(IncrementalSnapshot.Phase.TRACKING);
    }

    @Test
    void a_request_that_is_not_well_formed_is_never_stored() {
        for (String id : List.of("", "a\nFAIL forged", "x".repeat(65), "é")) {
            assertThat(waiting(EngineEvents.request("slot", id, List.of(), next())))
                    .isEmpty();
        }
        assertThat(waiting(EngineEvents.request("slot", null, List.of(), next())))
                .isEmpty();
        assertThat(waiting(EngineEvents.request("slot", "r", null, next()))).isEmpty();
        assertThat(waiting(EngineEvents.request("slot", "r", Collections.nCopies(65, "public.roles"), next())))
                .isEmpty();
        assertThat(waiting(EngineEvents.request("slot", "r", List.of("x".repeat(129)), next())))
                .isEmpty();
        assertThat(waiting(EngineEvents.request("slot", "r", List.of("public.nothing"), next())))
                .isEmpty();
        assertThat(waiting(EngineEvents.request("other", "r", List.of("public.roles"), next())))
                .isEmpty();
        Struct row = new Struct(EngineEvents.REQUEST)
                .put("slot", "slot")
                .put("id", "r")
                .put("tables", List.of());
        assertThat(waiting(EngineEvents.request("d", row, next())))
                .as("the delete behind it")
                .isEmpty();
    }

    @Test
    void a_request_keeps_the_tables_that_are_watched_and_counts_once() {
        List<String> tables = List.of("public.roles", "public.nothing", "public.roles");
        waiting(EngineEvents.request("slot", "r1", tables, next()));

        assertThat(waiting(EngineEvents.request("slot", "r1", tables, next())))
                .containsExactly(new Resyncs.Request("r1", List.of("public.roles")));
    }

    @Test
    void however_many_are_requested_the_progress_stays_small() {
        IntStream.range(0, 1_000)
                .forEach(i -> waiting(
                        EngineEvents.request("slot", "x".repeat(60) + i % 1_000, List.of("public.roles"), next())));

        Checkpoint checkpoint = translate(mark(OWN)).checkpoint();

        assertThat(checkpoint.resyncs().waiting()).hasSize(16);
        assertThat(checkpoint.encode().length).isLessThan(10_000);
    }

    @Test
    void what_is_ignored_is_reported_by_few_lines_without_its_content() {
        try (LogCapture log = new LogCapture()) {
            IntStream.range(0, 100)
                    .forEach(i ->
                            translate(EngineEvents.message(ResyncMessage.PREFIX, "secret\nERROR forged " + i, next())));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("ignored", "prepare-source --apply")
                    .doesNotContain("secret")
                    .doesNotContain("forged");
        }
    }

    @Test
    void an_invalid_command_id_is_ignored_and_logged_without_its_content() {
        At first = next();
        long transaction = first.txId();
        try (LogCapture log = new LogCapture()) {
            translate(EngineEvents.message("licensewatch.command", "c-1", first));
            for (String content : List.of("", "secret\nERROR forged", "c 1", "c\0", "é", "secret".repeat(5_000_000))) {
                translate(EngineEvents.message("licensewatch.command", content, within(transaction)));
            }
            translate(EngineEvents.message(
                    "licensewatch.command", "c-2", new At(lsn, At.NO_TRANSACTION, lsn += 10, 5_000)));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("ignored", "message that names no command")
                    .doesNotContain("secret")
                    .doesNotContain("forged");
        }

        Batch row =
                translate(EngineEvents.change("c", null, EngineEvents.role("r1", null, "admin"), within(transaction)));

        assertThat(EngineEvents.rows(row.records()))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .contains("\"command\":\"c-1\"")
                        .doesNotContain("c-2"));
    }

    private At within(long transaction) {
        return new At(100L, transaction, lsn += 10, 5_000);
    }

    private List<Resyncs.Request> waiting(SourceRecord event) {
        return translate(event).checkpoint().resyncs().waiting();
    }

    private static BatchTranslator translator(Checkpoint start, long confirmed) {
        return new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(EngineEvents.ROLES, EngineEvents.OFFERINGS),
                start,
                () -> confirmed,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                OWN::equals);
    }

    private Batch translate(SourceRecord event) {
        return translator.translate(List.of(event));
    }

    private SourceRecord mark(String content) {
        return EngineEvents.mark(content, next());
    }

    private At next() {
        long previous = lsn;
        lsn += 10;
        return new At(previous, lsn, lsn - 5, 5_000);
    }
}
