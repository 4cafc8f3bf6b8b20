package io.licensewatch.schemas.alert;

/**
 * The number that a rule looked at.
 *
 * @param value what was measured
 * @param threshold what it is held against
 * @param unit of both, such as {@code seats}, {@code days}, {@code hours}, {@code items}
 */
public record Measurement(long value, long threshold, String unit) {}
