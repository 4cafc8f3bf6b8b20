package io.licensewatch.cdc.sink;

/** Another instance has taken over the slot's transactional id; this one must not write any more. */
public final class FencedException extends RuntimeException {
    FencedException(Throwable cause) {
        super("another instance writes for this slot now", cause);
    }
}
