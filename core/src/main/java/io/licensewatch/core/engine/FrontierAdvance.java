package io.licensewatch.core.engine;

import io.licensewatch.core.command.AwaitedEffects;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Advances a task to the next frontier, and queues what that makes due. */
final class FrontierAdvance {
    private final TaskClock clock;
    private final ReferenceStore reference;
    private final Timers timers;
    private final BufferedRows buffered;
    private final EvaluationQueue queue;
    private final Backlog backlog;
    private final UnevaluatedFrontier unevaluated;
    private final DependencyIndex dependencies;
    private final ChangedReference changedReference;
    private final AwaitedEffects effects;
    private final RulesSeen rulesSeen;
    private final StaleRowPurge purge;
    private final PublishPassed published;
    private final BackfillProgress progress;
    private long replays;

    FrontierAdvance(
            TaskClock clock,
            ReferenceStore reference,
            Timers timers,
            BufferedRows buffered,
            EvaluationQueue queue,
            Backlog backlog,
            UnevaluatedFrontier unevaluated,
            DependencyIndex dependencies,
            ChangedReference changedReference,
            AwaitedEffects effects,
            RulesSeen rulesSeen,
            StaleRowPurge purge,
            PublishPassed published,
            BackfillProgress progress) {
        this.clock = clock;
        this.reference = reference;
        this.timers = timers;
        this.buffered = buffered;
        this.queue = queue;
        this.backlog = backlog;
        this.unevaluated = unevaluated;
        this.dependencies = dependencies;
        this.changedReference = changedReference;
        this.effects = effects;
        this.rulesSeen = rulesSeen;
        this.purge = purge;
        this.published = published;
        this.progress = progress;
        Frontier reached = clock.frontier();
        if (reached != null) {
            capture(reached);
        }
    }

    /** How many frontiers were not newer than the one before. */
    long replays() {
        return replays;
    }

    void reach(Frontier frontier) {
        Frontier former = clock.frontier();
        boolean formerIsPassed = published.presentIsPassed();
        boolean advanced = clock.advance(frontier.covering(List.of()));
        if (!advanced) {
            replays++;
            return;
        }
        if (former != null) {
            leave(former, formerIsPassed, frontier.sourceTime());
        }
        noteOtherAnswers(frontier, former);
        effects.reached(Lsn.parse(frontier.lsn())).forEach(tenantId -> queue.request(tenantId, clock.position()));
        buffered.forgetUpTo(clock.position());
        boolean firstBehindSnapshot = purge.onFrontier(frontier);
        if (frontier.snapshotComplete()) {
            progress.snapshotIsComplete();
            if (firstBehindSnapshot || isFirstOfProcess()) {
                progress.evaluationBegins(
                        queue.count(clock.position()) + timers.count(Timers.Kind.EVALUATE, clock.now()));
            }
        }
    }

    private boolean isFirstOfProcess() {
        return published.passed() == null && progress.evaluating().isEmpty();
    }

    private void leave(Frontier former, boolean formerIsPassed, Instant next) {
        if (!formerIsPassed) {
            skip(former);
        }
        if (next.isBefore(former.sourceTime())) {
            setBack(next, formerIsPassed);
        }
    }

    /** Nothing is known of a tenant's state at a frontier whose snapshot is incomplete. */
    private void skip(Frontier frontier) {
        if (frontier.snapshotComplete()) {
            backlog.skipped(frontier);
        } else {
            unevaluated.was(frontier.sourceTime());
            backlog.forgetSkipped();
        }
    }

    /**
     * The source's clock was set back. What ends before a former frontier may not have been folded there: nothing is evaluated as of it.
     * And a time at which nobody knows how it was is not in the future.
     */
    private void setBack(Instant time, boolean formerIsPassed) {
        if (!formerIsPassed) {
            backlog.forgetSkipped();
        }
        if (!formerIsPassed || unevaluated.at().isAfter(time)) {
            unevaluated.was(time);
        }
    }

    /** Other tables, other rules, or an index that an earlier build has not kept: any lookup may have another result. */
    private void noteOtherAnswers(Frontier frontier, @Nullable Frontier former) {
        boolean otherTables = capture(frontier);
        boolean otherRules = rulesSeen.changed();
        boolean indexWasNotKept = dependencies.wasNotKept();
        if (former != null && (otherTables || otherRules || indexWasNotKept)) {
            changedReference.all(former.position());
        }
    }

    private boolean capture(Frontier frontier) {
        return reference.capture(Set.copyOf(frontier.tables()), Set.copyOf(frontier.enforced()));
    }
}
