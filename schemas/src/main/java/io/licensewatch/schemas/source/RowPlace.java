package io.licensewatch.schemas.source;

/**
 * The identity of a row change: enough to count it as arrived, even if the record cannot be decoded.
 *
 * @param incremental as in {@link RowChange#isIncremental}
 */
public record RowPlace(String schema, String table, SourcePosition position, boolean incremental) {}
