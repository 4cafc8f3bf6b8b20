package io.licensewatch.schemas.source;

/**
 * Which row change a record is: enough to know that it has arrived, also where it cannot be understood otherwise.
 *
 * @param readAnew as in {@link RowChange#isReadAnew}
 */
public record RowPlace(String schema, String table, SourcePosition position, boolean readAnew) {}
