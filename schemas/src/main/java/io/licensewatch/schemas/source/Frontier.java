package io.licensewatch.schemas.source;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Says that everything which the source committed before a point is in the topics. It is the clock of all stream tasks,
 * the gate that says a snapshot is whole, and the feed's proof of life.
 *
 * @param sourceTime the database's clock when it emitted the mark
 * @param lsn the mark's own LSN, as Postgres prints it
 * @param previousCommitLsn LSN of the last commit delivered before the mark, as Postgres prints it
 * @param epoch number of the snapshot that this history grew from, from 1
 * @param snapshotComplete whether every row of that snapshot has been written
 * @param tables captured tables, {@code schema.table}, sorted; a table that does not exist, or of which not all rows have
 *     been written yet, is not listed
 * @param resyncs tables that were read anew after the snapshot of this epoch, sorted by table; usually none
 * @param covered the partitions that have been written since the former frontier, each with its last rows before this one. A
 *     reader may meet a frontier before rows that it covers, as partitions are read each at its own pace; it has all of them
 *     when it has these
 * @param enforced columns that a foreign key holds to the table that they refer to, as in {@code user_roles.role_id}, of those
 *     that {@link SourceTable#heldBy()} names: of such a table a row that is not there is referred to by nobody
 */
public record Frontier(
        Instant sourceTime,
        String lsn,
        String previousCommitLsn,
        int epoch,
        boolean snapshotComplete,
        List<String> tables,
        List<Resync> resyncs,
        List<Covered> covered,
        List<String> enforced) {
    /** The record key on the frontier topic. */
    public static final String KEY = "frontier";

    /** Prefix of the logical message from which it is made. */
    public static final String MESSAGE_PREFIX = "licensewatch.frontier";

    public Frontier {
        Objects.requireNonNull(sourceTime, "sourceTime");
        Lsn.parse(lsn);
        Lsn.parse(previousCommitLsn);
        if (epoch < 1) {
            throw new IllegalArgumentException("epochs count from 1, not " + epoch);
        }
        tables = List.copyOf(tables);
        resyncs = resyncs == null ? List.of() : List.copyOf(resyncs); // records of an earlier version have none
        covered = covered == null ? List.of() : List.copyOf(covered);
        enforced = enforced == null ? List.of() : List.copyOf(enforced);
    }

    /** Of an epoch in which no table was read anew. */
    public Frontier(
            Instant sourceTime,
            String lsn,
            String previousCommitLsn,
            int epoch,
            boolean snapshotComplete,
            List<String> tables) {
        this(sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, List.of(), List.of());
    }

    /** Of a source without foreign keys that concern us. */
    public Frontier(
            Instant sourceTime,
            String lsn,
            String previousCommitLsn,
            int epoch,
            boolean snapshotComplete,
            List<String> tables,
            List<Resync> resyncs,
            List<Covered> covered) {
        this(sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, resyncs, covered, List.of());
    }

    /** The same, of other partitions. */
    public Frontier covering(List<Covered> partitions) {
        return new Frontier(
                sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, resyncs, partitions, enforced);
    }

    /** The same, where these columns are held by foreign keys. */
    public Frontier enforcing(List<String> columns) {
        return new Frontier(
                sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, resyncs, covered, columns);
    }

    /**
     * The last rows of a partition.
     *
     * @param table {@code schema.table}; with {@link #STANDINGS} for the topic of the table's standings
     * @param tenantless whether they are on the topic of rows that lack the tenant which their table has
     * @param partition of the topic
     * @param readAnew whether the table was read anew; such rows stand apart from those that are streamed meanwhile
     * @param epoch of their position
     * @param previousCommitLsn of their position
     * @param lsn of their position
     * @param rows how many rows of the partition share the position
     */
    public record Covered(
            String table,
            boolean tenantless,
            int partition,
            boolean readAnew,
            int epoch,
            String previousCommitLsn,
            String lsn,
            long rows) {
        /** Ends the name of a topic that has the standings of a table's rows, whichever tenant they are of. */
        public static final String STANDINGS = ".standings";

        public Covered {
            Objects.requireNonNull(table, "table");
            Lsn.parse(previousCommitLsn);
            Lsn.parse(lsn);
        }

        /** Whether they are on the topic of standings. */
        public boolean standings() {
            return table.endsWith(STANDINGS);
        }

        /** Whose rows they are, {@code schema.table}. */
        public String sourceTable() {
            return standings() ? table.substring(0, table.length() - STANDINGS.length()) : table;
        }

        public SourcePosition position() {
            return new SourcePosition(epoch, Lsn.parse(previousCommitLsn), Lsn.parse(lsn));
        }
    }

    /**
     * A table was read anew, alone. Its rows that stand before this position in this epoch were not found: they are gone.
     * Holds once the frontier says that the snapshot is complete; while one is being read, it says that it is not.
     *
     * @param table {@code schema.table}
     * @param previousCommitLsn as in a frontier
     * @param lsn as in a frontier
     */
    public record Resync(String table, String previousCommitLsn, String lsn) {
        public Resync {
            Objects.requireNonNull(table, "table");
            Lsn.parse(previousCommitLsn);
            Lsn.parse(lsn);
        }

        /** The same of a table by its other name. */
        public Resync of(String name) {
            return new Resync(name, previousCommitLsn, lsn);
        }
    }

    /** Before it, rows of the table are gone. Those that were read stand at it or later. */
    public SourcePosition position(Resync resync) {
        return new SourcePosition(epoch, Lsn.parse(resync.previousCommitLsn()), Lsn.parse(resync.lsn()));
    }

    public SourcePosition position() {
        return new SourcePosition(epoch, Lsn.parse(previousCommitLsn), Lsn.parse(lsn));
    }
}
