package io.licensewatch.console.store;

import java.nio.file.Path;

/** A database of another release, with other tables. */
public final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownVersionException(String message) {
        super(message);
    }

    static UnknownVersionException later(int found, int known) {
        return new UnknownVersionException("the read model was written by a later release (version " + found
                + ", this one knows up to " + known
                + "); use that release, or another directory, where it is rebuilt from Kafka");
    }

    /** It is not deleted automatically: it may have history that is no longer in Kafka. */
    static UnknownVersionException earlier(Path directory, int found, int known) {
        return new UnknownVersionException(
                "the read model in " + directory + " was written by an earlier release (version "
                        + found + ", this one has " + known
                        + "); delete the directory, and it is rebuilt from Kafka, without history that is no longer on the topics; to keep that, use another licensewatch.console.data-dir");
    }
}
