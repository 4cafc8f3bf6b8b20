package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Resyncs;
import io.licensewatch.cdc.checkpoint.StreamPosition;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The frontier records of a run: what is complete at a position of the stream, and what readers must have read before. */
final class Frontiers {
    private final SourceSchemas schemas;
    /** Columns whose references a foreign key enforces. */
    private final List<String> enforced;

    Frontiers(SourceSchemas schemas, List<CapturedTable> tables) {
        this.schemas = schemas;
        this.enforced = tables.stream()
                .filter(CapturedTable::isEnforced)
                .flatMap(table -> table.table().heldBy().stream())
                .sorted()
                .toList();
    }

    /**
     * @param sourceTime commit time of the mark, in ms since 1970
     * @param checkpoint with the resyncs up to the mark
     * @param covered the rows that this frontier names first
     */
    Frontier at(
            StreamPosition place,
            long sourceTime,
            Checkpoint checkpoint,
            boolean snapshotComplete,
            List<Frontier.Covered> covered) {
        Resyncs resyncs = checkpoint.resyncs();
        return new Frontier(
                Instant.ofEpochMilli(sourceTime),
                Lsn.text(place.lsn()),
                Lsn.text(place.previousCommit()),
                checkpoint.epoch(),
                snapshotComplete && !resyncs.running() && !resyncs.isLost(),
                checkpoint.wholeTables().stream()
                        .flatMap(table -> published(table).stream())
                        .sorted()
                        .toList(),
                resyncs.done().stream()
                        .flatMap(done -> published(done.table()).map(done::of).stream())
                        .toList(),
                covered,
                enforced);
    }

    /** The table's name in topics; empty for a table in a schema that is not configured any more. */
    private Optional<String> published(String table) {
        return schemas.table(table).map(SourceTable::qualifiedName);
    }
}
