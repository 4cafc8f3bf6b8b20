package io.licensewatch.schemas.result;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a command is in its life, as the worker reports it. Whether an APPLIED one worked is an {@link Effect}, which the change
 * stream decides.
 */
public enum CommandState {
    /** The worker has it. */
    ISSUED,
    /** What would be done is known, and nothing is: the end of a DRY_RUN. */
    PLANNED,
    /** The plan waits for people. */
    AWAITING_APPROVAL,
    APPROVED,
    /** A limit or a pause holds it back; it is planned again when that ends. */
    HELD,
    /** A mail or a call that no database transaction can take back is under way. */
    EXECUTING,
    /** Done. A CANCEL that comes now is answered with this state again, reason TOO_LATE. */
    APPLIED,
    /** What is wanted was there already. */
    NO_CHANGE,
    /** The values that it was decided on no longer hold. */
    STALE,
    /** This source, or this configuration, has no way to do it. */
    UNSUPPORTED,
    FAILED,
    REJECTED,
    /** The deadline has passed. */
    EXPIRED,
    CANCELLED,
    /** A lease ended, or a person undid it. */
    REVERTED;

    /** The states that can follow. The ledger in the database holds the same table and refuses any other step. */
    public Set<CommandState> next() {
        return switch (this) {
            case ISSUED -> EnumSet.complementOf(EnumSet.of(ISSUED, APPROVED, REVERTED));
            case AWAITING_APPROVAL ->
                EnumSet.of(
                        AWAITING_APPROVAL,
                        APPROVED,
                        REJECTED,
                        EXPIRED,
                        CANCELLED,
                        STALE,
                        NO_CHANGE,
                        UNSUPPORTED,
                        FAILED);
            case APPROVED -> EnumSet.complementOf(EnumSet.of(ISSUED, APPROVED, PLANNED, REVERTED));
            case HELD -> EnumSet.complementOf(EnumSet.of(ISSUED, APPROVED, REVERTED));
            case EXECUTING -> EnumSet.of(EXECUTING, APPLIED, FAILED);
            case APPLIED -> EnumSet.of(REVERTED);
            case PLANNED, NO_CHANGE, STALE, UNSUPPORTED, FAILED, REJECTED, EXPIRED, CANCELLED, REVERTED ->
                EnumSet.noneOf(CommandState.class);
        };
    }

    /** Whether nothing more is to come of the worker's own accord. */
    public boolean isFinal() {
        return this == APPLIED || next().isEmpty();
    }
}
