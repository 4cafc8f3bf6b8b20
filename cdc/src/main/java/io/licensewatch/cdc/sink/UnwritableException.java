package io.licensewatch.cdc.sink;

/** Kafka refuses the records for a reason that does not pass by itself. */
public final class UnwritableException extends RuntimeException {
    UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
