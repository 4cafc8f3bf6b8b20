package io.licensewatch.worker.loop;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;

/** What a record that was read means for the worker. */
sealed interface Incoming {
    record Command(RemediationCommand command) implements Incoming {}

    record Decision(OperatorAction action) implements Incoming {}

    /** It is for others. */
    record NotOurs() implements Incoming {}

    /** It cannot be what it should be. */
    record Unfit(String reason) implements Incoming {}
}
