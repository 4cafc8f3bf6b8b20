package io.licensewatch.cdc.translate;

/** Rows of a table are known by another key than those in its topic: only a new snapshot makes them one again. */
public final class KeyChangedException extends RuntimeException {
    KeyChangedException(String table, String how) {
        super("the key of table " + table + " has changed while the feed ran: " + how);
    }
}
