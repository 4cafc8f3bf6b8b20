package io.licensewatch.console.store;

import java.nio.file.Path;

/** Two processes cannot share a directory. */
public final class DatabaseInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseInUseException(Path directory) {
        super(
                "another console uses " + directory
                        + "; give this one its own directory, or stop the other: every console builds its read model by itself");
    }
}
