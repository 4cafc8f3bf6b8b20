package io.licensewatch.runtime.progress;

import java.util.Locale;

/**
 * The finished part of a whole.
 *
 * @param expected the whole, which may be an estimate; {@link #UNKNOWN} if unknown
 */
public record Portion(long done, long expected) {
    public static final long UNKNOWN = -1;
    /** The highest percentage of unfinished work, whatever the estimate says. */
    private static final int NEARLY_ALL = 99;

    public boolean isKnown() {
        return expected > 0;
    }

    /** Percentage of unfinished work: at most {@value #NEARLY_ALL}; only if {@link #isKnown}. */
    public int percent() {
        return (int) Math.min(NEARLY_ALL, (double) done * 100 / expected);
    }

    /** As in {@code 63 % (630 of about 1,000 rows)}, or {@code 630 rows}. */
    public String text(String unit) {
        return isKnown()
                ? String.format(Locale.ROOT, "%d %% (%,d of about %,d%s)", percent(), done, expected, unit)
                : String.format(Locale.ROOT, "%,d%s", done, unit);
    }
}
