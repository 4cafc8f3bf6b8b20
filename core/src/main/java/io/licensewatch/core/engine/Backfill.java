package io.licensewatch.core.engine;

/**
 * Progress of a task with a snapshot, or with what is due at the task's start.
 *
 * @param done rows taken, or tenants evaluated
 * @param expected of how many; {@link #UNKNOWN} before a frontier has said so
 */
public record Backfill(Stage stage, long done, long expected) {
    public static final long UNKNOWN = -1;

    /** In this order. */
    public enum Stage {
        /** Rows are taken until a frontier says that the snapshot is complete, and all rows that it covers have arrived. */
        READING,
        /** Tenants are evaluated. */
        EVALUATING
    }

    static Backfill reading(long done, long expected) {
        return new Backfill(Stage.READING, done, expected);
    }

    static Backfill evaluating(long done, long expected) {
        return new Backfill(Stage.EVALUATING, done, expected);
    }
}
