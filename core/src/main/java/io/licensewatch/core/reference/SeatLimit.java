package io.licensewatch.core.reference;

/** How many seats an offering allows. */
public sealed interface SeatLimit {
    /** So many; 0 = none allowed. */
    record Limited(long seats) implements SeatLimit {}

    /** As many as wanted. */
    record Unlimited() implements SeatLimit {}

    /** The offering, or its column, is not known; no seat alert can be justified. */
    record Unknown() implements SeatLimit {}
}
