package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertContext;
import io.licensewatch.core.alert.AlertOutcome;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an engine publishes about alerts. The caller sends it in the transaction that stores the state. */
public interface AlertOutput {
    /** Publishes everything that the evaluation of an alert leads to, in order. */
    default void publish(AlertContext context, Observation observation, AlertOutcome outcome) {
        if (outcome.event() != null) {
            alert(outcome.event());
        }
        outcome.commands().forEach(command -> command(command, outcome.cause()));
        if (outcome.retire()) {
            String rule = observation.rule().id();
            retireAlert(
                    context.tenantId(), AlertEvent.key(context.tenantId(), rule, observation.subject()), context.now());
        }
    }

    void alert(AlertEvent event);

    /** Deletes the latest event of an alert that was resolved long ago. */
    void retireAlert(String tenantId, String alertKey, Instant at);

    /** @param cause the transition that issued or cancelled the command; null if none did */
    void command(RemediationCommand command, @Nullable AlertEvent cause);

    /** Whether an applied command was effective, judged from the change stream. */
    void verdict(Verdict verdict);

    /** A record that could not be decoded. Processing continues without it. */
    void deadLetter(byte[] key, byte[] value, String reason);

    /** A value that could not be decoded and is not needed. Its row was applied without it. */
    void leftOut(String table, String column);
}
