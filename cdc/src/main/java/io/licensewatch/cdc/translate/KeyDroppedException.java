package io.licensewatch.cdc.translate;

/** The key of a table, or a foreign key to it, was dropped or created: the next run reads the table again, or refuses it. */
final class KeyDroppedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    KeyDroppedException(String table) {
        super(
                "the key of table " + table
                        + " was dropped or replaced, or other columns are generated or case-insensitive, or a foreign key was dropped or created; the source is checked again");
    }
}
