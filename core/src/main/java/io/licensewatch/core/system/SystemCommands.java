package io.licensewatch.core.system;

import io.licensewatch.core.command.AwaitedEffects;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.ObservedAlert;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.command.Requests;
import io.licensewatch.core.command.Verdicts;
import io.licensewatch.core.engine.AlertOutput;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands that are issued for alerts about the system, such as refreshes of views, and what becomes of them. */
final class SystemCommands {
    private static final int COMMANDS = 0x01;
    private static final int EFFECTS = 0x02;

    private final KeyValues commands;
    private final AwaitedEffects effects;
    private final RemedySettings settings;
    private final AlertOutput output;

    SystemCommands(KeyValues store, RemedySettings settings, AlertOutput output) {
        this.commands = new Space(store, COMMANDS);
        this.effects = new AwaitedEffects(new Space(store, EFFECTS));
        this.settings = settings;
        this.output = output;
    }

    CommandBook book() {
        return CommandBook.read(commands, Set.of());
    }

    void recall(FormerCommands former) {
        former.store(owner -> commands);
    }

    Reports.Taken take(RemediationResult result, Instant now) throws MalformedRecordException {
        Reports.Outcome outcome = Reports.take(commands, result, now);
        if (outcome.lsn() > 0) {
            effects.await(outcome.lsn(), AlertEvent.SYSTEM_TENANT);
        }
        return outcome.taken();
    }

    boolean take(OperatorAction request, Instant now) throws MalformedRecordException {
        return new Requests(commands, settings).take(request, now);
    }

    /** A frontier was reached. Returns whether effects of commands may be in it. */
    boolean reached(Frontier frontier) {
        return !effects.reached(Lsn.parse(frontier.lsn())).isEmpty();
    }

    /**
     * Issues what was requested, and gives the verdicts that are due, after the alerts have taken their step.
     *
     * @return when to judge again; {@link Instant#MAX} for never
     */
    Instant judge(Function<VerifyBy, @Nullable ObservedAlert> observed, Frontier frontier) {
        CommandBook book = book();
        Instant requests = new Requests(commands, settings).issue(book, List.of(), frontier.sourceTime(), command -> {
            output.command(command, null);
            book.sent(command, Instant.MAX);
        });
        Instant due =
                new Verdicts(AlertEvent.SYSTEM_TENANT, book, output::verdict).give(observed, frontier, Instant.MIN);
        Instant tidy = book.tidy(frontier.sourceTime());
        return Stream.of(requests, due, tidy).min(Instant::compareTo).orElse(tidy);
    }
}
