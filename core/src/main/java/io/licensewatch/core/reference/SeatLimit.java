package io.licensewatch.core.reference;

/** How many seats an offering allows. */
public sealed interface SeatLimit {
    /** @param seats 0 means that none is allowed */
    record Limited(long seats) implements SeatLimit {}

    /** No limit. */
    record Unlimited() implements SeatLimit {}

    /** The offering or its column is unknown: no seat alert is possible. */
    record Unknown() implements SeatLimit {}
}
