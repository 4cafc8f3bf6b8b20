package io.licensewatch.worker.loop;

/** The state of a worker thread. */
enum LoopState {
    /** No partitions yet. */
    JOINING,
    WORKING,
    /** Waiting for Postgres; nothing is skipped. */
    POSTGRES_AWAY,
    /** Waiting for Kafka. */
    KAFKA_AWAY,
    ENDED
}
