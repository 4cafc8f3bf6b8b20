package io.licensewatch.schemas.result;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a command, as the worker reports it. Whether an APPLIED command worked is its {@link Effect}, which follows from
 * the change stream.
 */
public enum CommandState {
    /** The worker has received it. */
    ISSUED,
    /** The plan is known and is not executed: the end of a DRY_RUN. */
    PLANNED,
    /** The plan waits for approval. */
    AWAITING_APPROVAL,
    APPROVED,
    /** A limit or a pause blocks it; it is planned again when that ends. */
    HELD,
    /** A mail or a call is in progress, which no database transaction can roll back. */
    EXECUTING,
    /** Done. A later CANCEL is answered with this state again, reason TOO_LATE. */
    APPLIED,
    /** The desired result existed already. */
    NO_CHANGE,
    /** The values that the decision depends on have changed. */
    STALE,
    /** This source or this configuration does not support it. */
    UNSUPPORTED,
    FAILED,
    REJECTED,
    /** The deadline passed. */
    EXPIRED,
    CANCELLED,
    /** A lease ended, or a person reverted it. */
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

    /** Whether the worker makes no further transition by itself. */
    public boolean isFinal() {
        return this == APPLIED || next().isEmpty();
    }
}
