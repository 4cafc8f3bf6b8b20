package io.licensewatch.local.bench;

import java.util.LinkedHashMap;
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
        long changes, int rounds, double changesPerSecond, double emptySinkPerSecond, double jsonConverterPerSecond) {

    double ratio() {
        return changesPerSecond / emptySinkPerSecond;
    }

    double ratioToJsonConverter() {
        return changesPerSecond / jsonConverterPerSecond;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changesPerSecond", Math.round(changesPerSecond));
        json.put("emptySinkPerSecond", Math.round(emptySinkPerSecond));
        json.put("jsonConverterPerSecond", Math.round(jsonConverterPerSecond));
        json.put("ratio", rounded(ratio()));
        json.put("ratioToJsonConverter", rounded(ratioToJsonConverter()));
        json.put("changes", changes);
        json.put("rounds", rounds);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
