package io.licensewatch.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench latency} found.
 *
 * @param changesPerSecond of other tenants, meanwhile
 * @param millis from the commit's answer to the alert's arrival at a consumer that sees only what was committed; of each alert
 */
@SuppressWarnings("ArrayRecordComponent")
record LatencyFigures(double changesPerSecond, double[] millis) implements Figures {
    /** The shortest time within which this share of them arrived. */
    double percentile(double part) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }

    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alerts", millis.length);
        json.put("changesPerSecond", Math.round(changesPerSecond));
        json.put("p50Millis", Math.round(percentile(0.5)));
        json.put("p99Millis", Math.round(percentile(0.99)));
        json.put("maxMillis", Math.round(percentile(1)));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    @Override
    public String asText() {
        return String.format(
                Locale.ROOT,
                "commit to alert, %d alerts at %,.0f other changes/s%n"
                        + "half within      %8.0f ms%n"
                        + "99 %% within      %8.0f ms%n"
                        + "all within       %8.0f ms",
                millis.length,
                changesPerSecond,
                percentile(0.5),
                percentile(0.99),
                percentile(1));
    }
}
