package io.licensewatch.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench cdc} found.
 *
 * @param changes row changes of each run
 * @param rounds over which each figure is a median
 * @param changesPerSecond from Postgres' log to committed in Kafka, by cdc
 * @param emptySinkPerSecond by the same engine, whose batches go nowhere
 * @param jsonConverterPerSecond by the same engine and producer, with Kafka Connect's JSON converter in between
 */
record CdcFigures(
        long changes, int rounds, double changesPerSecond, double emptySinkPerSecond, double jsonConverterPerSecond)
        implements Figures {

    double ratio() {
        return changesPerSecond / emptySinkPerSecond;
    }

    double ratioToJsonConverter() {
        return changesPerSecond / jsonConverterPerSecond;
    }

    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changesPerSecond", Math.round(changesPerSecond));
        json.put("emptySinkPerSecond", Math.round(emptySinkPerSecond));
        json.put("jsonConverterPerSecond", Math.round(jsonConverterPerSecond));
        json.put("ratio", Figures.rounded(ratio()));
        json.put("ratioToJsonConverter", Figures.rounded(ratioToJsonConverter()));
        json.put("changes", changes);
        json.put("rounds", rounds);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    @Override
    public String asText() {
        return String.format(
                Locale.ROOT,
                "cdc                  %,12.0f changes/s%n"
                        + "sink that does nothing%,11.0f changes/s%n"
                        + "JSON converter       %,12.0f changes/s%n"
                        + "ratio                %12.2f  (to the sink that does nothing)%n"
                        + "ratio                %12.2f  (to the JSON converter)",
                changesPerSecond,
                emptySinkPerSecond,
                jsonConverterPerSecond,
                ratio(),
                ratioToJsonConverter());
    }
}
