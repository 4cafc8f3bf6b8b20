package io.licensewatch.cdc.engine;

/** Kafka refuses the records for a reason that does not pass by itself. */
final class UnwritableException extends RuntimeException {
    UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
