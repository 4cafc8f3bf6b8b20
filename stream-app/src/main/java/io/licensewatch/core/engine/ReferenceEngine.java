package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import java.util.List;

/**
 * Lines up behind the frontier what all tenants share: changes wait until the frontier that covers them has come, and go
 * out before it in source order. So no tenant task ever sees half of a transaction on reference data.
 */
public final class ReferenceEngine {
    private final WaitingLine waiting;

    public ReferenceEngine(KeyValues store) {
        this.waiting = new WaitingLine(store);
    }

    /** Takes a change of a table, or of a row, that has no tenant. */
    public void onChange(byte[] key, byte[] value) throws MalformedRecordException {
        waiting.add(RowChangeDecoder.decode(key, value).position(), WaitingLine.Item.of(key, value));
    }

    /** Takes out the changes that the frontier covers, in source order. */
    public List<WaitingLine.Item> release(Frontier frontier) {
        return waiting.release(frontier.position());
    }
}
