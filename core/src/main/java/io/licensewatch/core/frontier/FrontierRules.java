package io.licensewatch.core.frontier;

import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that every frontier of cdc obeys. A frontier that breaks one would set a task's clock and gate to a state that the database never
 * had, so each task checks what it reads first. The bounds are far beyond real use: to refuse a true frontier would be as bad.
 */
public final class FrontierRules {
    /** A cdc that dies at each start may take snapshots for a while before any of their frontiers is read. */
    private static final int EPOCHS_AHEAD = 1_000;
    /** A pebibyte of write-ahead log: at 1 GB/s the work of twelve days without a frontier. */
    private static final long BYTES_AHEAD = 1L << 50;
    /** cdc stamps a frontier with its source time; a broker that stamps records itself does it later, by a clock of its own. */
    private static final Duration AHEAD_OF_RECORD = Duration.ofDays(2);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Two kinds of topics, streamed and incremental snapshot, of some tables more than are known now. */
    private static final int COVERED_PER_PARTITION = 1_000;

    private static final int TABLES = 10_000;

    private final int partitions;

    /** @param partitions of the tenants' topics */
    public FrontierRules(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Checks a frontier.
     *
     * @param former the last one; null before the first
     * @param stampedAt the timestamp of its record
     * @throws MalformedRecordException if it breaks a rule; the message names the rule
     */
    public void check(Frontier frontier, @Nullable Frontier former, Instant stampedAt) throws MalformedRecordException {
        require(frontier.position().canBe(), "its position is one that cannot be");
        tables(frontier.tables());
        for (Frontier.Resync resync : frontier.resyncs()) {
            table(resync.table());
            require(
                    frontier.position(resync).canBe()
                            && !frontier.position(resync).isAfter(frontier.position()),
                    "a resync is after the frontier that names it");
        }
        require(frontier.resyncs().size() <= TABLES, "it names too many resyncs");
        covered(frontier);
        require(
                frontier.sourceTime().isAfter(EARLIEST) && frontier.sourceTime().isBefore(LATEST),
                "its source time " + frontier.sourceTime() + " is one that cannot be");
        require(
                !frontier.sourceTime().isAfter(stampedAt.plus(AHEAD_OF_RECORD)),
                "its source time " + frontier.sourceTime() + " is later than that of its record, " + stampedAt);
        if (former != null) {
            follows(frontier.position(), former.position());
        }
    }

    private static void tables(List<String> tables) throws MalformedRecordException {
        require(tables.size() <= TABLES, "it lists too many tables");
        for (String table : tables) {
            table(table);
        }
    }

    private static void table(String name) throws MalformedRecordException {
        require(TableName.isQualified(name), "it names a table that is not schema.table");
    }

    private void covered(Frontier frontier) throws MalformedRecordException {
        require(
                frontier.covered().size() <= COVERED_PER_PARTITION * (long) partitions,
                "it covers too many partitions");
        for (Frontier.Covered rows : frontier.covered()) {
            table(rows.table());
            require(
                    rows.partition() >= 0 && rows.partition() < partitions,
                    "it covers partition " + rows.partition() + " of " + partitions);
            require(rows.rows() > 0, "it covers " + rows.rows() + " rows");
            require(
                    rows.position().canBe() && !rows.position().isAfter(frontier.position()),
                    "it covers rows that are after it");
        }
    }

    private static void follows(SourcePosition next, SourcePosition former) throws MalformedRecordException {
        require(
                next.epoch() >= former.epoch(),
                "its epoch " + next.epoch() + " is over, that of the last one is " + former.epoch());
        require(
                next.epoch() - former.epoch() <= EPOCHS_AHEAD,
                "its epoch " + next.epoch() + " is too far from the last one's, " + former.epoch());
        require(
                next.epoch() > former.epoch() || next.compareTo(former) >= 0,
                "its position is before that of the last one, in the same epoch");
        long known = Math.max(former.lsn(), former.previousCommit());
        require(
                next.epoch() > former.epoch()
                        || former.previousCommit() == 0
                        || Math.max(next.lsn(), next.previousCommit()) - known <= BYTES_AHEAD,
                "its LSN is too far from the last one's");
    }

    private static void require(boolean holds, String fault) throws MalformedRecordException {
        if (!holds) {
            throw new MalformedRecordException("not a frontier of this stream: " + fault);
        }
    }
}
