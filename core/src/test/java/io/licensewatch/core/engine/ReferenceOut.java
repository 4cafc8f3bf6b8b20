package io.licensewatch.core.engine;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;

/** The output of the reference task as the input of a tenant task. */
record ReferenceOut(TenantEngine tenants) implements ReferenceOutput {
    @Override
    public void change(DurableQueue.Item change, long timestamp) {
        tenants.onReferenceChange(change.key(), change.value());
    }

    @Override
    public void frontier(byte[] json, long timestamp) {
        try {
            tenants.onFrontier(JsonCodec.FRONTIER.decode(json));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void deadLetter(byte[] key, byte[] value, String reason) {
        throw new AssertionError("dead letter: " + reason);
    }
}
