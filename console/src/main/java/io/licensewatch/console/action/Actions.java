package io.licensewatch.console.action;

import io.licensewatch.schemas.action.OperatorAction;

/** Where what a person decides is written. */
@FunctionalInterface
public interface Actions {
    /**
     * Returns when all replicas have it.
     *
     * @throws NotWrittenException when it is not written, or nobody knows
     */
    void write(OperatorAction action);
}
