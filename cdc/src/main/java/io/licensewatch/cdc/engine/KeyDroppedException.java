package io.licensewatch.cdc.engine;

/** What told the rows of a table apart was dropped: the next run finds another key, or refuses a table that has none. */
final class KeyDroppedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    KeyDroppedException(String table) {
        super(
                "the key of table " + table
                        + " was dropped or replaced, or other columns of it are generated or compared without case; the source is checked again");
    }
}
