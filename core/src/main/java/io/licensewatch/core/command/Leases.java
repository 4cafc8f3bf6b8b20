package io.licensewatch.core.command;

import io.licensewatch.core.remedy.LeaseEnd;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/** Extensions that were carried out. Each ends, and one command puts it back, also where the task was down when it ended. */
public final class Leases {
    private final String tenantId;
    private final CommandBook book;
    private final RemedySettings settings;
    private final Consumer<RemediationCommand> issued;

    public Leases(String tenantId, CommandBook book, RemedySettings settings, Consumer<RemediationCommand> issued) {
        this.tenantId = tenantId;
        this.book = book;
        this.settings = settings;
        this.issued = issued;
    }

    /**
     * Begins and ends those that are due.
     *
     * @return when the next ends; {@link Instant#MAX} for never
     */
    public Instant step(Frontier frontier) {
        Instant next = Instant.MAX;
        for (TrackedCommand one : book.all()) {
            TrackedCommand leased = begun(one, frontier);
            Instant until = leased.progress().leaseUntil();
            if (until == null || leased.progress().leaseEnded()) {
                continue;
            }
            if (leased.progress().state() == CommandState.REVERTED) {
                book.put(leased.with(leased.progress().leased(until, true)));
            } else if (until.isAfter(frontier.sourceTime())) {
                next = until.isBefore(next) ? until : next;
            } else {
                end(leased, until, frontier.sourceTime());
            }
        }
        return next;
    }

    /** It is counted from when the worker carried it out, as far as the source's time allows. */
    private TrackedCommand begun(TrackedCommand one, Frontier frontier) {
        Progress progress = one.progress();
        if (one.extensionDays() == 0
                || !progress.applied()
                || progress.leaseUntil() != null
                || !Judge.reached(progress, frontier)) {
            return one;
        }
        Instant said = Objects.requireNonNull(progress.finishedAt(), "it was applied");
        Instant from = said.isBefore(one.issuedAt()) ? one.issuedAt() : said;
        Instant seen = frontier.sourceTime();
        TrackedCommand leased = one.with(
                progress.leased((from.isAfter(seen) ? seen : from).plus(Duration.ofDays(one.extensionDays())), false));
        book.put(leased);
        return leased;
    }

    private void end(TrackedCommand lease, Instant until, Instant now) {
        book.put(lease.with(lease.progress().leased(until, true)));
        if (book.find(LeaseEnd.commandId(lease.commandId())) != null) {
            return; // an earlier state has issued it
        }
        RemediationCommand command = LeaseEnd.of(
                tenantId,
                lease.commandId(),
                lease.alertId(),
                lease.eventId(),
                lease.target(),
                lease.origin(),
                now,
                settings);
        book.sent(command, Instant.MAX);
        issued.accept(command);
    }
}
