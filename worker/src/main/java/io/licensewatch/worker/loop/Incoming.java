package io.licensewatch.worker.loop;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;

/** The meaning of a record for the worker. */
sealed interface Incoming {
    record Command(RemediationCommand command) implements Incoming {}

    record Decision(OperatorAction action) implements Incoming {}

    /** It is for another process. */
    record NotOurs() implements Incoming {}

    /** It is invalid. */
    record Unfit(String reason) implements Incoming {}
}
