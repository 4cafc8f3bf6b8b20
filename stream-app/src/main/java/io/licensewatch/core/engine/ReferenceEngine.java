package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines the reference tables up behind the frontier: changes wait until the frontier that covers them has come, and go
 * out before it in source order. So no tenant task ever sees half of a transaction on reference data.
 */
public final class ReferenceEngine {
    private static final int PENDING = 0x01;
    private static final int ORDINAL = 0x02;
    private static final int VERSION = 1;

    private final KeyValues store;

    public ReferenceEngine(KeyValues store) {
        this.store = store;
    }

    /** A change as it was read. */
    public record Waiting(byte[] key, byte[] value, long committedAtMillis) {}

    /** Takes a change of a reference table. */
    public void onChange(byte[] key, byte[] value) throws MalformedRecordException {
        io.licensewatch.schemas.source.RowChange change = RowChangeDecoder.decode(key, value);
        long ordinal = nextOrdinal();
        store.put(
                pendingKey(change.position(), ordinal),
                new ValueWriter(VERSION)
                        .number(change.committedAt().toEpochMilli())
                        .text(new String(key, StandardCharsets.UTF_8))
                        .text(new String(value, StandardCharsets.UTF_8))
                        .toBytes());
    }

    private long nextOrdinal() {
        byte[] key = new KeyWriter().tag(ORDINAL).toBytes();
        byte[] stored = store.get(key);
        long next = stored == null ? 0 : new KeyReader(stored).number();
        store.put(key, new KeyWriter().number(next + 1).toBytes());
        return next;
    }

    private static byte[] pendingKey(SourcePosition position, long ordinal) {
        return new KeyWriter()
                .tag(PENDING)
                .number(position.epoch())
                .bits(position.previousCommit())
                .bits(position.lsn())
                .number(ordinal)
                .toBytes();
    }

    /** Takes out the changes that the frontier covers, in source order. */
    public List<Waiting> release(Frontier frontier) {
        byte[] from = new KeyWriter().tag(PENDING).toBytes();
        byte[] to = pendingKey(frontier.position(), Long.MIN_VALUE);
        List<byte[]> keys = new ArrayList<>();
        List<Waiting> released = new ArrayList<>();
        store.scan(from, to, (key, value) -> {
            ValueReader in = new ValueReader(value, VERSION);
            long committedAt = in.number();
            keys.add(key);
            released.add(new Waiting(bytes(in.text()), bytes(in.text()), committedAt));
            return true;
        });
        keys.forEach(store::delete);
        return released;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
