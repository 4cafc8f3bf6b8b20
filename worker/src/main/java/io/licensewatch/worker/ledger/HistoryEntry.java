package io.licensewatch.worker.ledger;

import io.licensewatch.schemas.result.RemediationResult;

/**
 * A state transition of a command, to be published.
 *
 * @param seq its number in the history of its partition, in order, not without gaps
 */
public record HistoryEntry(long seq, RemediationResult result) {}
