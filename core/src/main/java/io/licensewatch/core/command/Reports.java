package io.licensewatch.core.command;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.NumberedId;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the worker reports. Anybody's worker may write it, and whoever may write to its topic: so it is held against the
 * command that was issued, and what cannot be is refused.
 */
public final class Reports {
    private Reports() {}

    /** What was done with a report. */
    public enum Taken {
        /** It is news. */
        NEWS,
        /** One that was taken before, or is older than such. */
        REPLAY,
        /** No such command was issued here, or it is long over. */
        UNKNOWN
    }

    /**
     * Where the effect has to be seen of a command that was applied; 0 otherwise.
     *
     * @param lsn position in the source's log
     */
    public record Outcome(Taken taken, long lsn) {
        private static final Outcome UNKNOWN = new Outcome(Taken.UNKNOWN, 0);
        private static final Outcome REPLAY = new Outcome(Taken.REPLAY, 0);
    }

    /**
     * Takes one.
     *
     * @param store of the owner's commands
     * @param now source time; no time is earlier than the command's
     * @throws MalformedRecordException when it cannot be about the command that it names
     */
    public static Outcome take(KeyValues store, RemediationResult result, Instant now) throws MalformedRecordException {
        byte[] key = CommandKeys.issued(result.commandId());
        byte[] stored = store.get(key);
        if (stored == null) {
            return Outcome.UNKNOWN;
        }
        TrackedCommand one = TrackedCommandBytes.read(stored);
        int number = number(result);
        requireSame(one, result);
        if (number <= one.progress().number()) {
            return Outcome.REPLAY;
        }
        requireFollows(one.progress().state(), result.state());
        Instant at = now.isBefore(one.issuedAt()) ? one.issuedAt() : now;
        Progress next = next(one, result, number, at);
        store.put(key, TrackedCommandBytes.write(one.with(next)));
        return new Outcome(Taken.NEWS, next.effectiveLsn());
    }

    private static Progress next(TrackedCommand one, RemediationResult result, int number, Instant now)
            throws MalformedRecordException {
        Progress former = one.progress();
        if (result.state() != CommandState.APPLIED) {
            return former.reported(
                    result.state(), result.reason(), number, former.effectiveLsn(), former.finishedAt(), now);
        }
        boolean judged = former.effect() != null;
        long lsn = judged ? former.effectiveLsn() : lsn(one, result);
        Instant finishedAt = result.finishedAt() == null ? now : result.finishedAt();
        return former.reported(
                CommandState.APPLIED,
                result.reason(),
                number,
                lsn,
                former.finishedAt() == null ? finishedAt : former.finishedAt(),
                now);
    }

    private static int number(RemediationResult result) throws MalformedRecordException {
        return NumberedId.parse(result.resultId())
                .filter(id -> id.id().equals(result.commandId()))
                .orElseThrow(
                        () -> new MalformedRecordException("its resultId is not its commandId and a number from 1"))
                .number();
    }

    private static void requireSame(TrackedCommand one, RemediationResult result) throws MalformedRecordException {
        if (one.type() != result.type() || !one.alertId().equals(result.alertId())) {
            throw new MalformedRecordException("it contradicts the command that it names: that one has type "
                    + one.type() + " and alertId " + one.alertId());
        }
    }

    private static void requireFollows(@Nullable CommandState former, CommandState next)
            throws MalformedRecordException {
        boolean again = former == CommandState.APPLIED && next == CommandState.APPLIED;
        if (former != null && former.isFinal() && !again && !former.next().contains(next)) {
            throw new MalformedRecordException(next + " cannot follow " + former + ", which was the end");
        }
    }

    /** An effect that no alert shows need not say where it is. */
    private static long lsn(TrackedCommand one, RemediationResult result) throws MalformedRecordException {
        String text = result.effectiveLsn();
        if (text == null) {
            if (one.verifyBy() == null) {
                return 0;
            }
            throw new MalformedRecordException("it says APPLIED and not where: effectiveLsn is null");
        }
        long lsn;
        try {
            lsn = Lsn.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("its effectiveLsn is not an LSN such as 0/16B3748");
        }
        if (lsn <= 0 || lsn > SourcePosition.LAST_LSN) {
            throw new MalformedRecordException("its effectiveLsn is one that no server reaches");
        }
        return lsn;
    }
}
