package io.licensewatch.cdc.feed;

/**
 * The engine has run out of memory. To try again is of no use: what was too large is read again. A row is limited by what its
 * table's writers do; a message is whatever somebody who may log in has written.
 */
final class OutOfHeapException extends RuntimeException {
    OutOfHeapException(OutOfMemoryError cause) {
        super(
                "cdc has run out of memory (" + cause.getMessage()
                        + "). Most likely somebody has written a large message into"
                        + " Postgres' log with pg_logical_emit_message, which any role may that can log in: start once with a"
                        + " larger heap, such as -Xmx4g, and take that right from others with prepare-source --apply; see"
                        + " 'cdc runs out of memory' in docs/operations.md",
                cause);
    }
}
