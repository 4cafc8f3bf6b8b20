package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a store key so that its unsigned byte order is the logical order of its components.
 *
 * <p>Numbers are big-endian with the sign bit flipped. A text is one of two forms: a UUID in its canonical spelling is a
 * marker and 16 bytes; any other text is a greater marker and its UTF-8, with 0x00 written as 0x00 0xFF and the end as
 * 0x00 0x00, so that no text is a prefix of another.
 */
public final class KeyWriter {
    static final byte UUID_TEXT = 1;
    static final byte OTHER_TEXT = 2;
    private static final int UUID_LENGTH = 36;
    /** The value of a digit, or -1. */
    private static final byte[] HEX = new byte[128];

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final String ID_KEY_START = "{\"id\":\"";
    private static final String ID_KEY_END = "\"}";

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int value = 0; value < 16; value++) {
            HEX[Character.forDigit(value, 16)] = (byte) value;
        }
    }

    private byte[] bytes = new byte[64];
    private int size;

    public KeyWriter tag(int tag) {
        ensure(1);
        bytes[size++] = (byte) tag;
        return this;
    }

    /** Ordered as signed numbers. */
    public KeyWriter number(long value) {
        return bits(value ^ Long.MIN_VALUE);
    }

    /** Ordered as unsigned numbers. */
    public KeyWriter bits(long value) {
        ensure(Long.BYTES);
        BIG_ENDIAN.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /** Ordered as positions are. */
    public KeyWriter position(SourcePosition position) {
        return number(position.epoch()).bits(position.previousCommit()).bits(position.lsn());
    }

    public KeyWriter text(String text) {
        return uuid(text, 0, text.length()) ? this : otherText(text);
    }

    public KeyWriter table(SourceTable table) {
        return text(table.tableName());
    }

    /** A row's primary key as JSON. The usual {@code {"id":"<uuid>"}} takes no more room than the UUID. */
    public KeyWriter rowKey(String json) {
        boolean written = json.startsWith(ID_KEY_START)
                && json.endsWith(ID_KEY_END)
                && uuid(json, ID_KEY_START.length(), json.length() - ID_KEY_END.length());
        return written ? this : otherText(json);
    }

    static String idKey(String uuid) {
        return ID_KEY_START + uuid + ID_KEY_END;
    }

    /**
     * Writes a UUID in the one spelling that {@link java.util.UUID#toString} gives; writes nothing if the text is anything else.
     * A key has several, and each is of random digits: no branch depends on one.
     */
    private boolean uuid(String text, int from, int to) {
        if (to - from != UUID_LENGTH
                || text.charAt(from + 8) != '-'
                || text.charAt(from + 13) != '-'
                || text.charAt(from + 18) != '-'
                || text.charAt(from + 23) != '-') {
            return false;
        }
        int a = hex4(text, from);
        int b = hex4(text, from + 4);
        int c = hex4(text, from + 9);
        int d = hex4(text, from + 14);
        int e = hex4(text, from + 19);
        int f = hex4(text, from + 24);
        int g = hex4(text, from + 28);
        int h = hex4(text, from + 32);
        if ((a | b | c | d | e | f | g | h) < 0) {
            return false;
        }
        tag(UUID_TEXT).bits(bits(a, b, c, d)).bits(bits(e, f, g, h));
        return true;
    }

    private KeyWriter otherText(String text) {
        tag(OTHER_TEXT);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ensure(2 * utf8.length + 2);
        for (byte b : utf8) {
            bytes[size++] = b;
            if (b == 0) {
                bytes[size++] = (byte) 0xFF;
            }
        }
        bytes[size++] = 0;
        bytes[size++] = 0;
        return this;
    }

    private static long bits(long a, long b, long c, long d) {
        return a << 48 | b << 32 | c << 16 | d;
    }

    /** Four digits as a number, which is negative if one of them is no digit. */
    private static int hex4(String text, int at) {
        char a = text.charAt(at);
        char b = text.charAt(at + 1);
        char c = text.charAt(at + 2);
        char d = text.charAt(at + 3);
        return (a | b | c | d) < HEX.length ? HEX[a] << 12 | HEX[b] << 8 | HEX[c] << 4 | HEX[d] : -1;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The least key that is greater than every key which begins with this one. */
    public static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (next[i] != (byte) 0xFF) {
                next[i]++;
                return Arrays.copyOf(next, i + 1);
            }
        }
        throw new IllegalArgumentException("no key is greater than a prefix of nothing but 0xFF");
    }
}
