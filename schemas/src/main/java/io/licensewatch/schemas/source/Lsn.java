package io.licensewatch.schemas.source;

import java.util.Locale;
import java.util.regex.Pattern;

/** Postgres' log sequence numbers: a 64-bit position in the write-ahead log, written as two hexadecimal halves. */
public final class Lsn {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{1,8}/[0-9a-fA-F]{1,8}");

    private Lsn() {}

    /** The form that Postgres prints, such as {@code 0/16B3748}. */
    public static String text(long lsn) {
        return Long.toHexString(lsn >>> 32).toUpperCase(Locale.ROOT)
                + "/"
                + Long.toHexString(lsn & 0xFFFF_FFFFL).toUpperCase(Locale.ROOT);
    }

    public static long parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an LSN such as 0/16B3748: '" + text + "'");
        }
        int slash = text.indexOf('/');
        return (Long.parseUnsignedLong(text.substring(0, slash), 16) << 32)
                | Long.parseUnsignedLong(text.substring(slash + 1), 16);
    }
}
