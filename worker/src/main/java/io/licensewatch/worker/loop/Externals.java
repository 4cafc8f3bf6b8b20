package io.licensewatch.worker.loop;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.Outcome;

/** Carries out what a command does outside the database. */
public interface Externals {
    /**
     * It may be repeated after a crash: whoever receives it sees the command's id again.
     *
     * @param task what the ledger wants
     * @param ledger of which the recipients of a mail are read
     */
    Outcome carryOut(String commandId, JsonNode task, Ledger ledger);
}
