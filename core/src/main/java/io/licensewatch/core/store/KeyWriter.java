package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    private static final String ID_KEY_START = "{\"id\":\"";
    private static final String ID_KEY_END = "\"}";

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
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Ordered as positions are. */
    public KeyWriter position(SourcePosition position) {
        return number(position.epoch()).bits(position.previousCommit()).bits(position.lsn());
    }

    public KeyWriter text(String text) {
        long[] uuid = canonicalUuid(text, 0, text.length());
        return uuid != null ? uuid(uuid) : otherText(text);
    }

    /** A row's primary key as JSON. The usual {@code {"id":"<uuid>"}} takes no more room than the UUID. */
    public KeyWriter rowKey(String json) {
        if (json.startsWith(ID_KEY_START) && json.endsWith(ID_KEY_END)) {
            long[] uuid = canonicalUuid(json, ID_KEY_START.length(), json.length() - ID_KEY_END.length());
            if (uuid != null) {
                return uuid(uuid);
            }
        }
        return otherText(json);
    }

    static String idKey(String uuid) {
        return ID_KEY_START + uuid + ID_KEY_END;
    }

    private KeyWriter uuid(long[] halves) {
        return tag(UUID_TEXT).bits(halves[0]).bits(halves[1]);
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

    /** Both halves, or null if it is spelled in any way but the one that {@link java.util.UUID#toString} gives. */
    private static long @Nullable [] canonicalUuid(String text, int from, int to) {
        if (to - from != 36) {
            return null;
        }
        long[] halves = new long[2];
        for (int i = 0, digit = 0; i < 36; i++) {
            char c = text.charAt(from + i);
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (value < 0) {
                return null;
            }
            halves[digit >> 4] = halves[digit >> 4] << 4 | value;
            digit++;
        }
        return halves;
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
