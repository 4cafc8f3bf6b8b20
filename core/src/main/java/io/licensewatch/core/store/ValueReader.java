package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ValueWriter} wrote. A value that does not fit is a failure of our own state and stops the task. */
public final class ValueReader {
    private final byte[] bytes;
    private final int version;
    private int at;

    /** The version is read, and checked, first. */
    public ValueReader(byte[] bytes, int expectedVersion) {
        this(bytes, expectedVersion, expectedVersion);
    }

    /** Where values of two versions are stored beside each other. */
    public ValueReader(byte[] bytes, int expectedVersion, int otherVersion) {
        this.bytes = bytes;
        this.version = bytes[at++];
        if (version != expectedVersion && version != otherVersion) {
            throw new IllegalStateException("stored value has version " + version + ", expected " + expectedVersion);
        }
    }

    public int version() {
        return version;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
    }

    public SourcePosition position() {
        return new SourcePosition((int) number(), number(), number());
    }

    public boolean flag() {
        return bytes[at++] != 0;
    }

    public @Nullable Boolean optionalFlag() {
        byte value = bytes[at++];
        return value == 2 ? null : (Boolean) (value == 1);
    }

    public String text() {
        int length = (int) number();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The UTF-8 of a text. */
    public byte[] utf8() {
        int length = (int) number();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public @Nullable String optionalText() {
        return flag() ? text() : null;
    }

    public List<String> texts() {
        int size = (int) number();
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(text());
        }
        return texts;
    }
}
