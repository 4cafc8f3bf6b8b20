package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.progress.Progress;

/** Hears how a run gets on. */
interface RunListener {
    /** The first streamed event is written and with it all of the snapshot. Once. */
    void streams(Progress progress);

    /**
     * A snapshot cannot begin before others have ended.
     *
     * @param transaction for a person; empty when it waits no more
     */
    void waitsFor(int epoch, String transaction);
}
