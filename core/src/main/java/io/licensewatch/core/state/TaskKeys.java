package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.source.SourceTable;

/** Keys of what a task has once, or once of a table or rule. They are looked up and never read. The numbers are on disk: never renumber. */
public final class TaskKeys {
    private static final int CLOCK = 0x01;
    private static final int HIGH_WATER = 0x02;
    private static final int SWEEP = 0x03;
    private static final int OPEN_COUNT = 0x04;
    private static final int SWEPT_SNAPSHOT = 0x05;
    private static final int SNAPSHOT_CURSOR = 0x06;
    private static final int UNEVALUATED_FRONTIER = 0x07;
    /** See {@link LookupSweepKey}. */
    static final int LOOKUP_SWEEP = 0x08;

    private static final int DEPENDENCIES_ARE_COMPLETE = 0x09;

    private TaskKeys() {}

    static KeyWriter key(int kind) {
        return StateSpace.TASK.key().tag(kind);
    }

    /** The frontier that the task has reached. */
    public static byte[] clock() {
        return key(CLOCK).toBytes();
    }

    /** The last frontier at which nothing could be evaluated. */
    public static byte[] unevaluatedFrontier() {
        return key(UNEVALUATED_FRONTIER).toBytes();
    }

    /** Position of the newest change of a table that the task has taken from a stream. */
    public static byte[] highWater(String stream, SourceTable table) {
        return key(HIGH_WATER).text(stream).table(table).toBytes();
    }

    /** How many alerts of a rule and severity are open in the task. */
    public static byte[] openCount(String rule, String severity) {
        return key(OPEN_COUNT).text(rule).text(severity).toBytes();
    }

    /** How far the sweep of all tenants is. */
    public static byte[] sweep() {
        return key(SWEEP).toBytes();
    }

    /** Present if every tenant that has been evaluated is in the dependency index. */
    public static byte[] dependenciesAreComplete() {
        return key(DEPENDENCIES_ARE_COMPLETE).toBytes();
    }

    /** The snapshots whose stale rows have been purged, or are being purged. */
    public static byte[] sweptSnapshot() {
        return key(SWEPT_SNAPSHOT).toBytes();
    }

    /** How far that purge is; absent when it is done. */
    public static byte[] snapshotCursor() {
        return key(SNAPSHOT_CURSOR).toBytes();
    }
}
