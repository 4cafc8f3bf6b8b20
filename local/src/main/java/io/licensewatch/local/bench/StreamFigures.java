package io.licensewatch.local.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench stream} found.
 *
 * @param changes row changes of tables with a tenant that were timed
 * @param changesPerSecond through stream-app
 * @param passThroughPerSecond the same records through a topology that only sends them on
 * @param tenantGrowthRatio cost of a change in the large tenant against one in the small tenant
 */
record StreamFigures(long changes, double changesPerSecond, double passThroughPerSecond, double tenantGrowthRatio)
        implements Figures {

    double ratio() {
        return changesPerSecond / passThroughPerSecond;
    }

    @Override
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changesPerSecond", Math.round(changesPerSecond));
        json.put("passThroughPerSecond", Math.round(passThroughPerSecond));
        json.put("ratio", Figures.rounded(ratio()));
        json.put("tenantGrowthRatio", Figures.rounded(tenantGrowthRatio));
        json.put("changes", changes);
        json.put("tenants", StreamBench.TENANTS);
        json.put("smallTenantUsers", StreamBench.SMALL);
        json.put("largeTenantUsers", StreamBench.LARGE);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    @Override
    public String asText() {
        return String.format(
                Locale.ROOT,
                "stream-app           %,12.0f changes/s%n"
                        + "pass-through         %,12.0f changes/s%n"
                        + "ratio                %12.2f%n"
                        + "tenant growth ratio  %12.2f  (100,000 users against 100)",
                changesPerSecond,
                passThroughPerSecond,
                ratio(),
                tenantGrowthRatio);
    }
}
