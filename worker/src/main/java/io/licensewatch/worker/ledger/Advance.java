package io.licensewatch.worker.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One step of a command.
 *
 * @param state where it is now
 * @param external what is to be done outside the database, in the ledger's words; null for nothing
 */
public record Advance(String state, @Nullable JsonNode external) {}
