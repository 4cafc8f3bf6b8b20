package io.licensewatch.core.alert;

import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts of a task. It evaluates an alert, stores what changed, and returns what to publish. */
public final class AlertStore {
    /** Where an alert is stored. */
    @FunctionalInterface
    public interface Keys {
        byte[] of(String tenantId, String rule, String subject);
    }

    private final KeyValues store;
    private final Keys keys;
    private final AlertEvaluator evaluator;
    private final OpenAlertCounts counts;

    /** @param counts of the open alerts of this store */
    public AlertStore(KeyValues store, Keys keys, AlertEvaluator evaluator, OpenAlertCounts counts) {
        this.store = store;
        this.keys = keys;
        this.evaluator = evaluator;
        this.counts = counts;
    }

    public StoredAlert read(String tenantId, String rule, String subject) {
        return StoredAlert.read(store.get(keys.of(tenantId, rule, subject)));
    }

    /**
     * Evaluates an alert at a frontier.
     *
     * @param former the alert as it is stored
     * @param commands of the alert's owner; commands that are issued or cancelled are entered there
     */
    public AlertOutcome evaluate(
            AlertContext context, Observation observation, StoredAlert former, CommandBook commands) {
        AlertOutcome outcome = evaluator.evaluate(context, observation, former, commands);
        if (outcome.store() != null) {
            write(context.tenantId(), observation.rule().id(), observation.subject(), outcome.store());
        }
        Instant openedAt = outcome.openedAt() == null ? Instant.MAX : outcome.openedAt();
        outcome.commands().forEach(command -> commands.sent(command, openedAt));
        AlertEvent event = outcome.event();
        if (event == null) {
            return outcome;
        }
        counts.count(event, outcome.severityBefore());
        return outcome.with(event.with(commands.of(event.alertId())));
    }

    /** Continues alerts that an earlier state published; returns them. */
    public List<FormerAlerts.Former> recall(FormerAlerts alerts) {
        List<FormerAlerts.Former> recalled = evaluator.recall(alerts);
        for (FormerAlerts.Former former : recalled) {
            AlertEvent last = former.last();
            write(last.tenantId(), last.rule(), last.subject(), former.stored());
            if (former.isOpen()) {
                counts.count(last, null);
            }
        }
        return recalled;
    }

    private void write(String tenantId, String rule, String subject, StoredAlert alert) {
        byte[] key = keys.of(tenantId, rule, subject);
        byte @Nullable [] value = alert.toBytes();
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, value);
        }
    }

    public OpenAlertCounts counts() {
        return counts;
    }
}
