package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertContext;
import io.licensewatch.core.alert.AlertOutcome;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an engine puts what is to be published; the shell sends it within the transaction that stores the state. */
public interface AlertOutbox {
    /** All that the evaluation of an alert leads to, in order. */
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

    /** A resolved alert has been remembered long enough. */
    void retireAlert(String tenantId, String alertKey, Instant at);

    /**
     * A command.
     *
     * @param cause the transition that asked for it, or took it back; null where no alert did
     */
    void command(RemediationCommand command, @Nullable AlertEvent cause);

    /** What the change stream says of an applied command. */
    void verdict(Verdict verdict);

    /** A record that could not be understood; processing goes on without it. */
    void deadLetter(byte[] key, byte[] value, String reason);

    /** A value that could not be read and is not needed; its row was taken without it. */
    void leftOut(String table, String column);
}
