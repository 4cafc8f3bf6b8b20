package io.licensewatch.schemas.source;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * States that everything the source committed before a position is in the topics: a watermark that is also a consistent cut. It
 * is the clock of all stream tasks, it says whether a snapshot is complete, and it is the heartbeat of the feed.
 *
 * @param sourceTime the database's clock when it emitted the mark
 * @param lsn LSN of the mark, as Postgres prints it
 * @param previousCommitLsn LSN of the last commit delivered before the mark, as Postgres prints it
 * @param epoch number of the snapshot that this history started with, from 1
 * @param snapshotComplete whether every row of that snapshot has been written
 * @param tables captured tables, {@code schema.table}, sorted, without tables that do not exist or whose rows have not all been
 *     written yet
 * @param resyncs incremental snapshots of tables in this epoch, sorted by table; usually none
 * @param covered the partitions that were written since the former frontier, each with its last rows before this one. Partitions
 *     are read independently, so a reader may read a frontier before rows that it covers; it has all of them once it has these
 * @param enforced columns with a foreign key, such as {@code user_roles.role_id}, of those that {@link SourceTable#heldBy()}
 *     names: nothing refers to a row that such a table lacks
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

    /** Prefix of the logical message that it is made from. */
    public static final String MESSAGE_PREFIX = "licensewatch.frontier";

    public Frontier {
        Objects.requireNonNull(sourceTime, "sourceTime");
        Lsn.parse(lsn);
        Lsn.parse(previousCommitLsn);
        if (epoch < 1) {
            throw new IllegalArgumentException("epochs count from 1, not " + epoch);
        }
        tables = List.copyOf(tables);
        resyncs = resyncs == null ? List.of() : List.copyOf(resyncs); // records of earlier versions have none
        covered = covered == null ? List.of() : List.copyOf(covered);
        enforced = enforced == null ? List.of() : List.copyOf(enforced);
    }

    /** A frontier of an epoch without incremental snapshots. */
    public Frontier(
            Instant sourceTime,
            String lsn,
            String previousCommitLsn,
            int epoch,
            boolean snapshotComplete,
            List<String> tables) {
        this(sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, List.of(), List.of());
    }

    /** A frontier of a source without relevant foreign keys. */
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

    /** The same frontier with other partitions. */
    public Frontier covering(List<Covered> partitions) {
        return new Frontier(
                sourceTime, lsn, previousCommitLsn, epoch, snapshotComplete, tables, resyncs, partitions, enforced);
    }

    /**
     * The last rows of a partition.
     *
     * @param table {@code schema.table}; with {@link #STANDINGS} for the topic of the table's standings
     * @param tenantless whether they are on the topic of rows without a tenant
     * @param partition of the topic
     * @param incremental whether the rows are of an incremental snapshot; these are tracked apart from streamed rows
     * @param epoch epoch of their position
     * @param previousCommitLsn of their position
     * @param lsn of their position
     * @param rows number of rows of the partition at that position
     */
    public record Covered(
            String table,
            boolean tenantless,
            int partition,
            boolean incremental,
            int epoch,
            String previousCommitLsn,
            String lsn,
            long rows) {
        /** Suffix of a topic with the standings of a table's rows of all tenants. */
        public static final String STANDINGS = ".standings";

        public Covered {
            Objects.requireNonNull(table, "table");
            Lsn.parse(previousCommitLsn);
            Lsn.parse(lsn);
        }

        /** The name under which rows of a table, or their standings, are covered. */
        public static String name(String sourceTable, boolean standings) {
            return standings ? sourceTable + STANDINGS : sourceTable;
        }

        /** Whether the rows are on the topic of standings. */
        public boolean standings() {
            return table.endsWith(STANDINGS);
        }

        /** The table of the rows, {@code schema.table}. */
        public String sourceTable() {
            return standings() ? table.substring(0, table.length() - STANDINGS.length()) : table;
        }

        public SourcePosition position() {
            return new SourcePosition(epoch, Lsn.parse(previousCommitLsn), Lsn.parse(lsn));
        }
    }

    /**
     * An incremental snapshot of a table. Rows of the table before this position in this epoch were not found: they are deleted.
     * This holds once the frontier says that the snapshot is complete; while a table is being read, it is not complete.
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

        /** The same incremental snapshot under another name of the table. */
        public Resync of(String name) {
            return new Resync(name, previousCommitLsn, lsn);
        }
    }

    /** Rows of the table before this position are deleted. Rows that were read are at this position or later. */
    public SourcePosition position(Resync resync) {
        return new SourcePosition(epoch, Lsn.parse(resync.previousCommitLsn()), Lsn.parse(resync.lsn()));
    }

    public SourcePosition position() {
        return new SourcePosition(epoch, Lsn.parse(previousCommitLsn), Lsn.parse(lsn));
    }
}
