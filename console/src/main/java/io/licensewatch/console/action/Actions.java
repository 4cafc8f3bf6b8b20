package io.licensewatch.console.action;

import io.licensewatch.schemas.action.OperatorAction;

/** Writes decisions of people. */
@FunctionalInterface
public interface Actions {
    /**
     * Writes an action; returns when all replicas have it.
     *
     * @throws NotWrittenException if it was not written, or if that is unknown
     */
    void write(OperatorAction action);
}
