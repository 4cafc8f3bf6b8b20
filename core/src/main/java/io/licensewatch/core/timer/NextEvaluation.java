package io.licensewatch.core.timer;

import java.time.Instant;

/** When something that was evaluated has to be evaluated again, if nothing changes before. */
public sealed interface NextEvaluation {
    /**
     * By a time at which the result may change.
     *
     * @param time {@link Instant#MAX} for never; a time that is not after now has been reached
     */
    static NextEvaluation at(Instant time, Instant now) {
        if (time.equals(Instant.MAX)) {
            return Fixed.NEVER;
        }
        return time.isAfter(now) ? new At(time) : Fixed.AT_ONCE;
    }

    /** Whether it needs another evaluation now. Then no timer is set. */
    boolean isAtOnce();

    /** When its timer is due; {@link Instant#MAX} for no timer. */
    Instant timer();

    /** The earlier of this and a time at which the result may change, too. */
    default NextEvaluation orAt(Instant time, Instant now) {
        return isAtOnce() || !time.isBefore(timer()) ? this : at(time, now);
    }

    /** Without a time. */
    enum Fixed implements NextEvaluation {
        /** The evaluation has changed what it depends on. */
        AT_ONCE,
        /** Only a change makes another evaluation necessary. */
        NEVER;

        @Override
        public boolean isAtOnce() {
            return this == AT_ONCE;
        }

        @Override
        public Instant timer() {
            return Instant.MAX;
        }
    }

    /** At a later time. */
    record At(Instant time) implements NextEvaluation {
        @Override
        public boolean isAtOnce() {
            return false;
        }

        @Override
        public Instant timer() {
            return time;
        }
    }
}
