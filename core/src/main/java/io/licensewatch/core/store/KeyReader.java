package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads what {@link KeyWriter} wrote, in the same order. */
public final class KeyReader {
    private final byte[] bytes;
    private int at;

    public KeyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param offset of the first byte to read */
    public KeyReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.at = offset;
    }

    /** Of the next byte to read. */
    public int offset() {
        return at;
    }

    public boolean atEnd() {
        return at == bytes.length;
    }

    public int tag() {
        return bytes[at++] & 0xFF;
    }

    public long number() {
        return bits() ^ Long.MIN_VALUE;
    }

    public long bits() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[at++] & 0xFF);
        }
        return value;
    }

    public SourcePosition position() {
        return new SourcePosition((int) number(), bits(), bits());
    }

    public String text() {
        return switch (bytes[at++]) {
            case KeyWriter.UUID_TEXT -> uuid();
            case KeyWriter.OTHER_TEXT -> otherText();
            default -> throw new IllegalStateException("no text at byte " + (at - 1) + " of a store key");
        };
    }

    public void skipText() {
        if (bytes[at++] == KeyWriter.UUID_TEXT) {
            at += 2 * Long.BYTES;
            return;
        }
        byte last = 1;
        byte next = bytes[at++];
        while (last != 0 || next != 0) {
            last = next;
            next = bytes[at++];
        }
    }

    public SourceTable table() {
        String name = text();
        return SourceTable.named("public", name)
                .orElseThrow(() -> new IllegalStateException("a store key names the table " + name));
    }

    public String rowKey() {
        return bytes[at] == KeyWriter.UUID_TEXT ? KeyWriter.idKey(text()) : text();
    }

    private String uuid() {
        return new UUID(bits(), bits()).toString();
    }

    private String otherText() {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        while (true) {
            byte b = bytes[at++];
            if (b == 0 && bytes[at++] == 0) {
                return utf8.toString(StandardCharsets.UTF_8);
            }
            utf8.write(b);
        }
    }
}
