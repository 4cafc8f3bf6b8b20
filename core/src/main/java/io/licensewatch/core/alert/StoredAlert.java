package io.licensewatch.core.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an alert. It is decoded no further than an evaluation needs: usually only the head of an open alert.
 */
public final class StoredAlert {
    /** An alert that never opened and does not begin to. */
    public static final StoredAlert NONE = new StoredAlert(null, null);

    private final byte @Nullable [] bytes;
    private @Nullable AlertRecord record;

    private StoredAlert(byte @Nullable [] bytes, @Nullable AlertRecord record) {
        this.bytes = bytes;
        this.record = record;
    }

    /** @param bytes as {@link #toBytes} wrote them; null for nothing */
    public static StoredAlert read(byte @Nullable [] bytes) {
        return bytes == null ? NONE : new StoredAlert(bytes, null);
    }

    static StoredAlert of(AlertRecord record) {
        return new StoredAlert(record.toBytes(), record);
    }

    /** Null when there is nothing to remember. */
    byte @Nullable [] toBytes() {
        return bytes;
    }

    boolean isNone() {
        return bytes == null;
    }

    AlertRecord record() {
        AlertRecord decoded = record == null ? AlertRecord.read(bytes) : record;
        record = decoded;
        return decoded;
    }

    /** Null while no alert is open. */
    @Nullable
    OpenHead head() {
        return bytes == null ? null : OpenHead.read(bytes);
    }

    /** When the open episode began; null while none is open. */
    public @Nullable Instant openedAt() {
        OpenHead head = head();
        return head == null ? null : head.openedAt();
    }
}
