package io.licensewatch.core.engine;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;

/** What goes out of the reference task goes straight into a tenant task. */
record ReferenceOut(TenantEngine tenants) implements ReferenceEngine.Out {
    @Override
    public void change(DurableQueue.Item change, long timestamp) {
        tenants.onReferenceChange(change.key(), change.value());
    }

    @Override
    public void frontier(byte[] frontier, long timestamp) {
        try {
            tenants.onFrontier(JsonCodec.FRONTIER.decode(frontier));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }
}
