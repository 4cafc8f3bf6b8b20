package io.licensewatch.cdc.translate;

/** The rows of a table have another key than those in its topic: this requires a new snapshot. */
public final class KeyChangedException extends RuntimeException {
    KeyChangedException(String table, String how) {
        super("the key of table " + table + " changed while the feed ran: " + how);
    }
}
