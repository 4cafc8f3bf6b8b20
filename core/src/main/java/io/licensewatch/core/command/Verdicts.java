package io.licensewatch.core.command;

import io.licensewatch.core.command.Judge.Ruling;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.Effect;
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
     * Looks at each that was applied, after the alerts have taken their step.
     *
     * @param sights what is seen of an alert; null for one of which nothing is known
     * @param unseenAt the last time at which a look that was due was left out
     * @return when to look again if nothing changes before; {@link Instant#MAX} for never
     */
    public Instant give(Function<VerifyBy, @Nullable Sight> sights, Frontier frontier, Instant unseenAt) {
        Instant wakeAt = Instant.MAX;
        for (Issued one : book.all()) {
            VerifyBy verifyBy = one.verifyBy();
            if (verifyBy != null && (one.awaitsVerdict() || mayClearLater(one))) {
                Ruling ruling = Judge.look(one, sights.apply(verifyBy), frontier, unseenAt);
                take(one, ruling, frontier);
                wakeAt = ruling.wakeAt().isBefore(wakeAt) ? ruling.wakeAt() : wakeAt;
            }
        }
        return wakeAt;
    }

    private boolean mayClearLater(Issued one) {
        return one.progress().effect() == Effect.INEFFECTIVE && book.isLatestApplied(one);
    }

    private void take(Issued one, Ruling ruling, Frontier frontier) {
        Issued seen = one.with(ruling.next());
        Effect effect = ruling.effect();
        if (effect == null) {
            if (!seen.equals(one)) {
                book.put(seen);
            }
            return;
        }
        book.judged(seen, effect, frontier.sourceTime());
        published.accept(new Verdict(
                one.commandId() + ":verdict:" + (one.progress().verdicts() + 1),
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
