package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.checkpoint.Checkpoint;

/** Receives the events of a run. */
interface RunListener {
    /** The first streamed event is written and with it all of the snapshot. Once. */
    void streams(Checkpoint checkpoint);

    /**
     * A snapshot cannot begin before transactions of others have ended.
     *
     * @param transaction for a person; empty when it does not wait any more
     */
    void waitsFor(int epoch, String transaction);
}
