package io.licensewatch.schemas.source;

/** Postgres' log sequence numbers: a 64-bit position in the write-ahead log, written as two hexadecimal halves. */
public final class Lsn {
    private Lsn() {}

    /** The form that Postgres prints, such as {@code 0/16B3748}. */
    public static String text(long lsn) {
        return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(lsn & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
    }

    public static long parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not an LSN such as 0/16B3748: '" + text + "'");
        }
        return (Long.parseUnsignedLong(text.substring(0, slash), 16) << 32)
                | Long.parseUnsignedLong(text.substring(slash + 1), 16);
    }
}
