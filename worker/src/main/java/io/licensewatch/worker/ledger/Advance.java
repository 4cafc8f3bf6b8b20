package io.licensewatch.worker.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of a command.
 *
 * @param state the new state
 * @param external the task outside the database, as JSON of the ledger; null for none
 */
public record Advance(String state, @Nullable JsonNode external) {}
