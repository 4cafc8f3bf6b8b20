package io.licensewatch.core.command;

import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.remedy.Items;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an applied command worked, by what the change stream says: the alert, or what of it the command was for, has to be gone
 * at the first frontier at or after the effect, and for the alert's {@code for} duration. Nothing is guessed from time that passes: while no
 * such frontier comes there is no verdict.
 */
final class Judge {
    private static final String STILL_OPEN = "STILL_OPEN";
    private static final String CLEARED_LATER = "CLEARED_LATER";

    private Judge() {}

    /**
     * What one evaluation leads to.
     *
     * @param effect null while there is no verdict, or no other than before
     * @param reason of the verdict; empty while there is none
     * @param wakeAt when time alone can lead further; {@link Instant#MAX} for never
     */
    record Ruling(Progress next, @Nullable Effect effect, String reason, Instant wakeAt) {
        private static Ruling waiting(Progress next, Instant until) {
            return new Ruling(next, null, "", until);
        }
    }

    /**
     * Judges a command that was applied.
     *
     * @param observed null when nothing is known of the alert
     * @param skippedAt the last time at which an evaluation that was due was skipped
     */
    static Ruling judge(TrackedCommand one, @Nullable ObservedAlert observed, Frontier frontier, Instant skippedAt) {
        Progress progress = one.progress();
        if (observed == null || !reached(progress, frontier)) {
            return Ruling.waiting(progress, Instant.MAX);
        }
        Instant now = frontier.sourceTime();
        boolean interrupted =
                progress.seenFrom() != null && !progress.seenFrom().isAfter(skippedAt);
        Instant seenFrom = interrupted || progress.seenFrom() == null ? now : progress.seenFrom();
        if (observed.observation() instanceof Observation.InsufficientData) {
            return Ruling.waiting(progress.seen(seenFrom, progress.goneSince()), Instant.MAX);
        }
        boolean itemsGone = itemsGone(one, observed.observation());
        Instant goneBefore = interrupted ? null : progress.goneSince();
        Instant goneSince = !itemsGone ? null : goneBefore == null ? now : goneBefore;
        return rule(one, observed, progress.seen(seenFrom, goneSince), now);
    }

    /** Whether the frontier is at the effect or behind it. */
    static boolean reached(Progress progress, Frontier frontier) {
        return Long.compareUnsigned(Lsn.parse(frontier.lsn()), progress.effectiveLsn()) >= 0;
    }

    private static boolean itemsGone(TrackedCommand one, Observation observation) {
        return !one.items().isEmpty()
                && (!(observation instanceof Observation.Holds held)
                        || Collections.disjoint(
                                one.items(), Items.of(held.finding().details())));
    }

    private static Ruling rule(TrackedCommand one, ObservedAlert observed, Progress seen, Instant now) {
        Duration forDuration =
                Objects.requireNonNull(one.verifyBy(), "judged by an alert").hold();
        boolean former = seen.effect() != null;
        Instant due = Objects.requireNonNull(seen.seenFrom()).plus(forDuration);
        if (!former && due.isAfter(now)) {
            return Ruling.waiting(seen, due);
        }
        if (!one.openedAt().equals(observed.openedAt())) {
            return new Ruling(seen, Effect.EFFECTIVE, former ? CLEARED_LATER : cleared(observed), Instant.MAX);
        }
        if (seen.goneSince() != null) {
            Instant lasted = seen.goneSince().plus(forDuration);
            return lasted.isAfter(now)
                    ? Ruling.waiting(seen, lasted)
                    : new Ruling(seen, Effect.EFFECTIVE, former ? CLEARED_LATER : "ITEM_CLEARED", Instant.MAX);
        }
        boolean endIsNear = observed.observation() instanceof Observation.Absent; // the alert's own duration is running
        return former || endIsNear
                ? Ruling.waiting(seen, Instant.MAX)
                : new Ruling(seen, Effect.INEFFECTIVE, STILL_OPEN, Instant.MAX);
    }

    private static String cleared(ObservedAlert observed) {
        return observed.observation() instanceof Observation.Absent absent
                        && absent.reason().equals(Observation.Absent.TENANT_CLOSED)
                ? Observation.Absent.TENANT_CLOSED
                : "CLEARED";
    }
}
