package io.licensewatch.core.command;

import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a command.
 *
 * @param state as the worker has reported it last; null before it has reported any
 * @param reason of that state; null where it says it all
 * @param number of that result
 * @param effectiveLsn where the effect is in the source's log; 0 before it was applied
 * @param finishedAt when it was applied, as the worker says; null before
 * @param seenFrom the first frontier at or after the effect; null before it
 * @param goneSince since when what it is for has been gone without interruption; null while it is not
 * @param effect the last verdict; null before the first
 * @param verdicts how many there were
 * @param endedAt when it ended, by its last result, its verdict or a CANCEL; null before
 * @param leaseUntil when a lease ends; null for none
 * @param leaseEnded whether its end was asked for
 */
record Progress(
        @Nullable CommandState state,
        @Nullable String reason,
        int number,
        long effectiveLsn,
        @Nullable Instant finishedAt,
        @Nullable Instant seenFrom,
        @Nullable Instant goneSince,
        @Nullable Effect effect,
        int verdicts,
        @Nullable Instant endedAt,
        @Nullable Instant leaseUntil,
        boolean leaseEnded) {
    static final Progress NONE = new Progress(null, null, 0, 0, null, null, null, null, 0, null, null, false);

    /** ISSUED before the worker has reported any. */
    CommandState reported() {
        return state == null ? CommandState.ISSUED : state;
    }

    boolean applied() {
        return finishedAt != null;
    }

    /** Whether the worker has not begun, and no CANCEL was issued. */
    boolean notBegun() {
        CommandState reported = reported();
        return endedAt == null && !applied() && (reported == CommandState.ISSUED || reported == CommandState.HELD);
    }

    /** Whether nothing more is to come of the worker's own accord. */
    boolean ended() {
        return state != null && state.isFinal();
    }

    Progress reported(
            CommandState next,
            @Nullable String why,
            int resultNumber,
            long lsn,
            @Nullable Instant appliedAt,
            Instant now) {
        boolean first = next.isFinal() && endedAt == null;
        return new Progress(
                next,
                why,
                resultNumber,
                lsn,
                appliedAt,
                seenFrom,
                goneSince,
                effect,
                verdicts,
                first ? now : endedAt,
                leaseUntil,
                leaseEnded);
    }

    Progress seen(@Nullable Instant from, @Nullable Instant gone) {
        return new Progress(
                state,
                reason,
                number,
                effectiveLsn,
                finishedAt,
                from,
                gone,
                effect,
                verdicts,
                endedAt,
                leaseUntil,
                leaseEnded);
    }

    Progress judged(Effect verdict, int count, Instant now) {
        return new Progress(
                state,
                reason,
                number,
                effectiveLsn,
                finishedAt,
                seenFrom,
                goneSince,
                verdict,
                count,
                now,
                leaseUntil,
                leaseEnded);
    }

    Progress takenBack(Instant now) {
        return new Progress(
                state,
                reason,
                number,
                effectiveLsn,
                finishedAt,
                seenFrom,
                goneSince,
                effect,
                verdicts,
                endedAt == null ? now : endedAt,
                leaseUntil,
                leaseEnded);
    }

    Progress leased(Instant until, boolean ended) {
        return new Progress(
                state,
                reason,
                number,
                effectiveLsn,
                finishedAt,
                seenFrom,
                goneSince,
                effect,
                verdicts,
                endedAt,
                until,
                ended);
    }
}
