package io.licensewatch.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench restart} found.
 *
 * @param rows of the source that the state holds
 * @param restartSeconds from the start to running, with the state that a stop has left on disk
 * @param restoreSeconds the same without it, so that all is read from the stores' logs in Kafka
 */
record RestartFigures(long rows, double restartSeconds, double restoreSeconds) implements Figures {
    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("restartSeconds", Figures.rounded(restartSeconds));
        json.put("restoreSeconds", Figures.rounded(restoreSeconds));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    @Override
    public String asText() {
        return String.format(
                Locale.ROOT,
                "restart with its state     %8.1f s  (%,d rows)%n" + "restart without, restored  %8.1f s",
                restartSeconds,
                rows,
                restoreSeconds);
    }
}
