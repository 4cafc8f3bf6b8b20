package io.licensewatch.core.system;

import io.licensewatch.core.alert.AlertContext;
import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.AlertOutcome;
import io.licensewatch.core.alert.AlertStore;
import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.alert.StoredAlert;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.engine.AlertOutput;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The alerts about the system itself. */
final class SystemAlerts {
    private static final int STATE = 0x01;
    private static final int COUNTS = 0x03;

    private final KeyValues states;
    private final AlertStore alerts;
    private final SystemCommands commands;
    private final AlertOutput output;

    SystemAlerts(KeyValues store, AlertEvaluator evaluator, SystemCommands commands, AlertOutput output) {
        this.states = new Space(store, STATE);
        this.alerts = new AlertStore(
                states,
                (tenantId, rule, subject) -> new Key(rule, subject).toBytes(),
                evaluator,
                new OpenAlertCounts(new Space(store, COUNTS)));
        this.commands = commands;
        this.output = output;
    }

    private record Key(String rule, String subject) {
        byte[] toBytes() {
            return new KeyWriter().text(rule).text(subject).toBytes();
        }

        static Key read(byte[] key) {
            KeyReader in = new KeyReader(key);
            return new Key(in.text(), in.text());
        }

        /** What the keys of all subjects of a rule begin with. */
        static byte[] of(String rule) {
            return new KeyWriter().text(rule).toBytes();
        }
    }

    /**
     * What an evaluation leads to.
     *
     * @param next when to evaluate the alert again
     * @param changed whether a transition was published
     */
    record Result(NextEvaluation next, boolean changed) {}

    Result evaluate(Observation observation, Instant now, boolean seeded) {
        return evaluate(observation, now, seeded, List.of());
    }

    /** @param rows that end the alert, if it resolves */
    Result evaluate(Observation observation, Instant now, boolean seeded, List<Evidence> rows) {
        CommandBook book = commands.book();
        AlertContext context = new AlertContext(
                AlertEvent.SYSTEM_TENANT,
                null,
                now,
                seeded,
                Instant.MIN,
                (rule, resolved) -> rows.isEmpty() ? resolved : resolved.by(rows));
        StoredAlert former = read(observation.rule().id(), observation.subject());
        AlertOutcome outcome = alerts.evaluate(context, observation, former, book);
        output.publish(context, observation, outcome);
        boolean planMayChange = book.takeNews();
        NextEvaluation next = planMayChange ? NextEvaluation.Fixed.AT_ONCE : NextEvaluation.at(outcome.wakeAt(), now);
        return new Result(next, outcome.event() != null);
    }

    private StoredAlert read(String rule, String subject) {
        return alerts.read(AlertEvent.SYSTEM_TENANT, rule, subject);
    }

    /** Continues alerts that an earlier state published; returns them. */
    List<FormerAlerts.Former> recall(FormerAlerts former) {
        return alerts.recall(former);
    }

    /** The subjects for which an alert of the rule is open. */
    Set<String> open(String rule) {
        Set<String> subjects = new TreeSet<>();
        byte[] all = Key.of(rule);
        states.scan(all, KeyWriter.after(all), (key, value) -> {
            if (StoredAlert.read(value).openedAt() != null) {
                subjects.add(Key.read(key).subject());
            }
            return true;
        });
        return subjects;
    }

    /** When the open episode began; null while none is open. */
    @Nullable
    Instant openedAt(String rule, String subject) {
        return read(rule, subject).openedAt();
    }

    OpenAlertCounts counts() {
        return alerts.counts();
    }
}
