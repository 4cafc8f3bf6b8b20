package io.licensewatch.core.alert;

import io.licensewatch.core.alert.Transition.Change;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of an alert: {@code Quiet -> Opening -> Open -> Quiet}. Each state answers the three things that a
 * detector can say. A state that has nothing to do returns itself.
 */
sealed interface AlertState {
    /** How often the alert has opened. Kept for ever, so that no episode number is used twice. */
    int episode();

    /** The condition holds. */
    Transition holds(Finding finding, Moment moment);

    /** The condition does not hold. */
    Transition absent(String reason, Moment moment);

    /** Data is missing: nothing is published, and a duration that has begun neither ends nor starts again. */
    Transition unknown(Moment moment);

    /** An evaluation was skipped at that time: a duration that began before then starts again. */
    default AlertState interrupted(Instant skippedAt) {
        return this;
    }

    /**
     * Nothing is open.
     *
     * @param retireAt when the last episode's end is to be forgotten; {@link Instant#MAX} when it is or there was none
     */
    record Quiet(int episode, Instant retireAt) implements AlertState {
        /** Never opened. */
        static final Quiet FRESH = new Quiet(0, Instant.MAX);

        @Override
        public Transition holds(Finding finding, Moment moment) {
            return new Opening(episode, moment.now(), moment.seeded(), retireAt).holds(finding, moment);
        }

        @Override
        public Transition absent(String reason, Moment moment) {
            return rest(moment);
        }

        @Override
        public Transition unknown(Moment moment) {
            return rest(moment);
        }

        private Transition rest(Moment moment) {
            return moment.reached(retireAt)
                    ? new Transition(new Quiet(episode, Instant.MAX), null, true, Instant.MAX)
                    : Transition.silent(this, retireAt);
        }
    }

    /**
     * The condition holds but has not lasted long enough.
     *
     * @param episode the last one, which has ended
     * @param since from when on it has held without interruption
     * @param seeded whether it was there when a snapshot became complete
     * @param retireAt as of {@link Quiet}
     */
    record Opening(int episode, Instant since, boolean seeded, Instant retireAt) implements AlertState {
        @Override
        public Transition holds(Finding finding, Moment moment) {
            Instant due = since.plus(moment.durations().opening());
            return moment.reached(due) ? open(finding, moment.now()) : await(due, moment);
        }

        @Override
        public Transition absent(String reason, Moment moment) {
            return new Quiet(episode, retireAt).rest(moment);
        }

        @Override
        public Transition unknown(Moment moment) {
            return await(Instant.MAX, moment);
        }

        @Override
        public AlertState interrupted(Instant skippedAt) {
            return since.isAfter(skippedAt) ? this : new Quiet(episode, retireAt);
        }

        private Transition open(Finding finding, Instant now) {
            Open open = new Open(episode + 1, 1, now, PublishedAlert.of(finding), null);
            Reason reason = seeded ? Reason.SEEDED : Reason.CONDITION_MET;
            return new Transition(open, open.change(AlertStatus.OPEN, reason.name(), now), false, Instant.MAX);
        }

        private Transition await(Instant due, Moment moment) {
            return moment.reached(retireAt)
                    ? new Transition(new Opening(episode, since, seeded, Instant.MAX), null, true, due)
                    : Transition.silent(this, due.isBefore(retireAt) ? due : retireAt);
        }
    }

    /**
     * The alert has been published.
     *
     * @param sequence of the event that was published last
     * @param pending a change that has not lasted long enough
     */
    record Open(
            int episode,
            int sequence,
            Instant openedAt,
            PublishedAlert published,
            @Nullable Pending pending) implements AlertState {
        @Override
        public Transition holds(Finding finding, Moment moment) {
            if (published.condition().isRecalled()) {
                return recognise(finding, moment);
            }
            if (published.condition().noLongerRaised(finding)) {
                return Transition.silent(settled(finding), Instant.MAX);
            }
            Direction direction = published.condition().towards(finding);
            if (direction == null) {
                return Transition.silent(awaiting(null), Instant.MAX);
            }
            String mark = direction == Direction.SIDEWAYS ? finding.stage() + ':' + finding.fingerprint() : null;
            Pending change = continued(direction, mark, moment.now());
            Instant due = change.since().plus(moment.durations().of(direction));
            return moment.reached(due) ? update(finding, moment) : Transition.silent(awaiting(change), due);
        }

        @Override
        public Transition absent(String reason, Moment moment) {
            Pending end = continued(Direction.DOWN, null, moment.now());
            Instant due = end.since().plus(moment.durations().easing());
            return moment.reached(due) || reason.equals(Observation.Absent.TENANT_CLOSED)
                    ? resolve(reason, moment)
                    : Transition.silent(awaiting(end), due);
        }

        @Override
        public Transition unknown(Moment moment) {
            return Transition.silent(this, Instant.MAX);
        }

        @Override
        public AlertState interrupted(Instant skippedAt) {
            return pending == null || pending.since().isAfter(skippedAt) ? this : awaiting(null);
        }

        /** The first evaluation of an alert that an earlier state published. */
        private Transition recognise(Finding finding, Moment moment) {
            return published.hasSameContent(finding)
                    ? Transition.silent(settled(finding), Instant.MAX)
                    : update(finding, moment);
        }

        private Open settled(Finding finding) {
            return new Open(episode, sequence, openedAt, PublishedAlert.of(finding), null);
        }

        private Transition update(Finding finding, Moment moment) {
            Open next = new Open(episode, sequence + 1, openedAt, PublishedAlert.of(finding), null);
            Reason reason = published.condition().reasonFor(finding);
            return new Transition(
                    next, next.change(AlertStatus.UPDATED, reason.name(), moment.now()), false, Instant.MAX);
        }

        /** What was published last, at another time. */
        Change again(Instant now) {
            return change(AlertStatus.UPDATED, Reason.REMEDIATION_INEFFECTIVE.name(), now);
        }

        private Transition resolve(String reason, Moment moment) {
            Instant retireAt = moment.now().plus(moment.retireAfter());
            Open last = new Open(episode, sequence + 1, openedAt, published, null);
            Change change = last.change(AlertStatus.RESOLVED, reason, moment.now());
            return new Transition(new Quiet(episode, retireAt), change, false, retireAt);
        }

        private Change change(AlertStatus status, String reason, Instant now) {
            Instant at = now.isBefore(openedAt) ? openedAt : now; // the source's clock may have been set back
            return new Change(status, reason, episode, sequence, openedAt, at, published);
        }

        private Pending continued(Direction direction, @Nullable String mark, Instant now) {
            return pending != null && pending.continues(direction, mark) ? pending : new Pending(direction, now, mark);
        }

        private Open awaiting(@Nullable Pending change) {
            return Objects.equals(change, pending) ? this : new Open(episode, sequence, openedAt, published, change);
        }
    }
}
