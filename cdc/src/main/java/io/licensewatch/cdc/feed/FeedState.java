package io.licensewatch.cdc.feed;

/** What the feed is doing. */
public enum FeedState {
    STARTING,
    /** Another instance reads from the slot; we take over when it ends. */
    STANDBY,
    SNAPSHOT,
    STREAMING,
    /** A run has failed, and the next one is due after a pause. */
    RETRYING,
    STOPPED,
    /** Stopped for a reason that only a person can fix. */
    FAILED;

    public boolean isOver() {
        return this == STOPPED || this == FAILED;
    }
}
