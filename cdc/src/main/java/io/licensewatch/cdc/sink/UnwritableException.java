package io.licensewatch.cdc.sink;

/** Kafka refuses the records permanently. */
public final class UnwritableException extends RuntimeException {
    UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
