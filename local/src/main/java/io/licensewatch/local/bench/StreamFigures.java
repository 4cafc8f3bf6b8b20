package io.licensewatch.local.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code bench stream} found.
 *
 * @param changes row changes of tables with a tenant that were timed
 * @param changesPerSecond through stream-app
 * @param passThroughPerSecond the same records through a topology that only sends them on
 * @param tenantGrowthRatio cost of a change in the large tenant against one in the small tenant
 */
record StreamFigures(long changes, double changesPerSecond, double passThroughPerSecond, double tenantGrowthRatio) {

    double ratio() {
        return changesPerSecond / passThroughPerSecond;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changesPerSecond", Math.round(changesPerSecond));
        json.put("passThroughPerSecond", Math.round(passThroughPerSecond));
        json.put("ratio", rounded(ratio()));
        json.put("tenantGrowthRatio", rounded(tenantGrowthRatio));
        json.put("changes", changes);
        json.put("tenants", StreamBench.TENANTS);
        json.put("smallTenantUsers", StreamBench.SMALL);
        json.put("largeTenantUsers", StreamBench.LARGE);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
