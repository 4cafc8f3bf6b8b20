package io.licensewatch.runtime.topics;

/** Kafka did not answer in time; a retry may succeed. */
public final class KafkaUnavailableException extends RuntimeException {
    public KafkaUnavailableException(String message) {
        super(message);
    }

    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
