package io.licensewatch.core.engine;

/**
 * How far a task is with what a snapshot has brought, or what waits for it at its start.
 *
 * @param done rows taken, or tenants evaluated
 * @param expected of how many; {@link #UNKNOWN} while no frontier has said
 */
public record Backfill(Stage stage, long done, long expected) {
    public static final long UNKNOWN = -1;

    /** In this order. */
    public enum Stage {
        /** Rows are taken until a frontier says that the snapshot is complete and all that it covers has come. */
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
