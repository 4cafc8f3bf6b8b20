package io.licensewatch.console.store;

/** A database that a later release has written. */
public final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(int found, int known) {
        super("the read model was written by a later release (version " + found + ", this one knows up to " + known
                + "); use that release, or another directory, where it is built again from Kafka");
    }
}
