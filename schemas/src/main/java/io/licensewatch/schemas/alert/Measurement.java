package io.licensewatch.schemas.alert;

/**
 * The value that a rule evaluated.
 *
 * @param value what was measured
 * @param threshold the value that it is compared with
 * @param unit of both, such as {@code seats}, {@code days}, {@code hours}, {@code items}
 */
public record Measurement(long value, long threshold, String unit) {}
