package io.licensewatch.worker.loop;

/** What one thread of the worker does now. */
enum LoopState {
    /** It has no partitions yet. */
    JOINING,
    WORKING,
    /** It waits for Postgres, and skips nothing. */
    POSTGRES_AWAY,
    /** It waits for Kafka. */
    KAFKA_AWAY,
    ENDED
}
