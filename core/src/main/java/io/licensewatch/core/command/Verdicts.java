package io.licensewatch.core.command;

import io.licensewatch.core.command.Judge.Ruling;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.NumberedId;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives the verdicts that are due on one owner's commands at a frontier. */
public final class Verdicts {
    private final String tenantId;
    private final CommandBook book;
    private final Consumer<Verdict> published;

    public Verdicts(String tenantId, CommandBook book, Consumer<Verdict> published) {
        this.tenantId = tenantId;
        this.book = book;
        this.published = published;
    }

    /**
     * Judges each command that was applied, after the alerts were evaluated.
     *
     * @param observed the alert as it was just evaluated; null where it was not
     * @param skippedAt the last time at which an evaluation that was due was skipped
     * @return when to judge again if nothing changes before; {@link Instant#MAX} for never
     */
    public Instant give(Function<VerifyBy, @Nullable ObservedAlert> observed, Frontier frontier, Instant skippedAt) {
        Instant wakeAt = Instant.MAX;
        for (TrackedCommand one : book.all()) {
            VerifyBy verifyBy = one.verifyBy();
            if (verifyBy != null && (one.awaitsVerdict() || mayClearLater(one))) {
                Ruling ruling = Judge.judge(one, observed.apply(verifyBy), frontier, skippedAt);
                take(one, ruling, frontier);
                wakeAt = ruling.wakeAt().isBefore(wakeAt) ? ruling.wakeAt() : wakeAt;
            }
        }
        return wakeAt;
    }

    private boolean mayClearLater(TrackedCommand one) {
        return one.progress().effect() == Effect.INEFFECTIVE && book.isLatestApplied(one);
    }

    private void take(TrackedCommand one, Ruling ruling, Frontier frontier) {
        TrackedCommand seen = one.with(ruling.next());
        Effect effect = ruling.effect();
        if (effect == null) {
            if (!seen.equals(one)) {
                book.put(seen);
            }
            return;
        }
        book.judged(seen, effect, frontier.sourceTime());
        published.accept(new Verdict(
                NumberedId.ofVerdict(one.commandId(), one.progress().verdicts() + 1)
                        .text(),
                one.commandId(),
                one.alertId(),
                tenantId,
                one.type(),
                effect,
                ruling.reason(),
                Lsn.text(one.progress().effectiveLsn()),
                frontier.lsn(),
                frontier.sourceTime()));
    }
}
