package io.licensewatch.cdc.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Checkpoint.Watched;
import io.licensewatch.cdc.checkpoint.Resyncs;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.marks.OwnMarks;
import io.licensewatch.cdc.resync.IncrementalSnapshot;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncMessage.Kind;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Marks say what the partitions of a table are; the stream says nothing of what becomes of them. */
class PartitionMarksTest {
    private static final String TABLE = "public.roles";

    private long lsn = 1_000;

    @Test
    void partitions_that_are_as_they_were_are_no_reason_to_read() throws Exception {
        BatchTranslator translator = translator("7");

        assertThat(frontier(translator, mark("7")).snapshotComplete()).isTrue();
        assertThat(translator.resyncs().next()).isEmpty();
    }

    @Test
    void others_have_the_table_read_again_and_are_the_known_ones_from_then_on() throws Exception {
        BatchTranslator translator = translator("7");
        assertThat(frontier(translator, mark("8")).snapshotComplete()).isFalse();
        IncrementalSnapshot reading = translator.resyncs().next().orElseThrow();
        assertThat(reading.tables()).containsExactly(TABLE);

        read(translator, reading, Kind.TRACK, Kind.READ);
        assertThat(frontier(translator, mark("8")).snapshotComplete()).isFalse();
        read(translator, reading, Kind.END);

        Batch after = translator.translate(List.of(mark("8")));
        assertThat(decoded(after).snapshotComplete()).isTrue();
        assertThat(after.checkpoint().tables()).isEqualTo(Map.of(TABLE, new Watched("1", true, "8")));
        assertThat(translator.resyncs().next()).isEmpty();
    }

    @Test
    void those_that_change_while_it_is_read_have_it_read_once_more() throws Exception {
        BatchTranslator translator = translator("7");
        translator.translate(List.of(mark("8")));
        IncrementalSnapshot reading = translator.resyncs().next().orElseThrow();
        read(translator, reading, Kind.TRACK, Kind.READ);
        translator.translate(List.of(mark("9")));
        read(translator, reading, Kind.END);

        assertThat(frontier(translator, mark("9")).snapshotComplete()).isFalse();
        assertThat(translator.resyncs().next().orElseThrow().tables()).containsExactly(TABLE);
    }

    @Test
    void a_version_that_did_not_know_them_left_rows_of_which_nothing_is_known() throws Exception {
        assertThat(frontier(translator(null), mark("7")).snapshotComplete()).isFalse();
    }

    @Test
    void nothing_is_known_by_marks_of_others() {
        Checkpoint after = translator("7").translate(List.of(mark("foreign"))).checkpoint();

        assertThat(after.tables()).isEqualTo(Map.of(TABLE, new Watched("1", true, "7")));
        assertThat(after.resyncs()).isEqualTo(Resyncs.NONE);
    }

    private void read(BatchTranslator translator, IncrementalSnapshot reading, Kind... kinds) {
        for (Kind kind : kinds) {
            translator.translate(List.of(EngineEvents.message(
                    ResyncMessage.PREFIX,
                    ResyncMessage.of(kind, "slot", reading.id()).encode(),
                    next())));
        }
    }

    private SourceRecord mark(String partitions) {
        return EngineEvents.mark(partitions, next());
    }

    private At next() {
        lsn += 10;
        return new At(lsn - 5, lsn, lsn, 5_000);
    }

    private static Frontier frontier(BatchTranslator translator, SourceRecord mark) throws Exception {
        return decoded(translator.translate(List.of(mark)));
    }

    private static Frontier decoded(Batch batch) throws Exception {
        return JsonCodec.FRONTIER.decode(
                Objects.requireNonNull(batch.records().get(0).value()));
    }

    private static BatchTranslator translator(@Nullable String known) {
        Checkpoint start = new Checkpoint("slot", "7/app", 3, true, Instant.EPOCH, 9, null, null)
                .with(Map.of(TABLE, new Watched("1", true, known)), Resyncs.NONE);
        return new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(EngineEvents.ROLES),
                start,
                () -> 600,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                new OwnMarks() {
                    @Override
                    public boolean isOurs(String mark) {
                        return !mark.startsWith("foreign");
                    }

                    @Override
                    public Map<String, String> partitions(String mark) {
                        return Map.of(TABLE, mark);
                    }
                });
    }
}
