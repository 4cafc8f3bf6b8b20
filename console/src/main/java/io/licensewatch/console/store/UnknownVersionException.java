package io.licensewatch.console.store;

import java.nio.file.Path;

/** A database that another release has written, with other tables. */
public final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownVersionException(String message) {
        super(message);
    }

    static UnknownVersionException later(int found, int known) {
        return new UnknownVersionException("the read model was written by a later release (version " + found
                + ", this one knows up to " + known
                + "); use that release, or another directory, where it is built again from Kafka");
    }

    /** Not deleted by itself: it may hold history that Kafka does not. */
    static UnknownVersionException earlier(Path directory, int found, int known) {
        return new UnknownVersionException(
                "the read model in " + directory + " was written by an earlier release (version "
                        + found + ", this one has " + known
                        + "); delete the directory, and it is built again from Kafka, without the history that the topics no longer hold;"
                        + " to keep that, use another licensewatch.console.data-dir");
    }
}
