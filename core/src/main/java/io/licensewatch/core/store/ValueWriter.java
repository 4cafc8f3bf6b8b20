package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes a stored value compactly: a version byte first, then fields in a fixed order. */
public final class ValueWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    public ValueWriter(int version) {
        out.write(version);
    }

    /** Seven bits a byte, low ones first, as in Protocol Buffers; small magnitudes of either sign are short. */
    public ValueWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public ValueWriter position(SourcePosition position) {
        return number(position.epoch()).number(position.previousCommit()).number(position.lsn());
    }

    public ValueWriter flag(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    /** Null, false and true are three different values. */
    public ValueWriter optionalFlag(@Nullable Boolean value) {
        out.write(value == null ? 2 : value ? 1 : 0);
        return this;
    }

    public ValueWriter text(String value) {
        return utf8(value.getBytes(StandardCharsets.UTF_8));
    }

    /** As a text whose UTF-8 it is. */
    public ValueWriter utf8(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public ValueWriter optionalText(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    public ValueWriter texts(Collection<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
