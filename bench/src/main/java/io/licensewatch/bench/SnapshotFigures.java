package io.licensewatch.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench snapshot} found.
 *
 * @param rows of the watched tables
 * @param emptySink the engine alone, with a sink that does nothing
 * @param cdc until all is in Kafka
 * @param firstAlertSeconds from the start of both apps
 * @param readySeconds until both are ready, from their start
 */
record SnapshotFigures(long rows, Timing emptySink, Timing cdc, double firstAlertSeconds, double readySeconds)
        implements Figures {
    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("emptySinkSeconds", Figures.rounded(emptySink.seconds()));
        json.put("emptySinkCpuMicrosPerRow", Figures.rounded(emptySink.processMicros()));
        json.put("cdcSeconds", Figures.rounded(cdc.seconds()));
        json.put("cdcCpuMicrosPerRow", Figures.rounded(cdc.processMicros()));
        json.put("firstAlertSeconds", Figures.rounded(firstAlertSeconds));
        json.put("readySeconds", Figures.rounded(readySeconds));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    @Override
    public String asText() {
        return String.format(
                Locale.ROOT,
                "snapshot of %,d rows%n"
                        + "into nothing           %8.1f s  (%.1f us of CPU a row, without Postgres)%n"
                        + "cdc, into Kafka        %8.1f s  (%.1f us, broker included)%n"
                        + "both apps, first alert %8.1f s%n"
                        + "both apps, ready       %8.1f s",
                rows,
                emptySink.seconds(),
                emptySink.processMicros(),
                cdc.seconds(),
                cdc.processMicros(),
                firstAlertSeconds,
                readySeconds);
    }
}
