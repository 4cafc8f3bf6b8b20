package io.licensewatch.core.engine;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import java.time.Instant;

/** Where an engine puts what is to be told; the shell sends it within the transaction that stores the state. */
public interface AlertOutbox {
    void alert(AlertEvent event);

    /** A resolved alert has been remembered long enough. */
    void retireAlert(String tenantId, String alertKey, Instant at);

    /**
     * A command.
     *
     * @param cause the transition that asked for it, or took it back
     */
    void command(RemediationCommand command, AlertEvent cause);

    /** A record that could not be understood; processing goes on without it. */
    void deadLetter(byte[] key, byte[] value, String reason);
}
