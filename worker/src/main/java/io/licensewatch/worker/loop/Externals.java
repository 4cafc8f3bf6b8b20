package io.licensewatch.worker.loop;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.Outcome;

/** Executes the tasks of commands outside the database. */
public interface Externals {
    /**
     * A task may be repeated after a crash: the receiver gets the same command id again.
     *
     * @param task the task from the ledger
     * @param ledger the source of a mail's recipients
     */
    Outcome carryOut(String commandId, JsonNode task, Ledger ledger);
}
