package io.licensewatch.core.system;

import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several tenants that become critical by one rule within a short time have one cause. */
final class ImpactDetector {
    private static final int MAX_LISTED = 10;
    private static final String TENANTS = "tenantIds";

    private final SystemSettings settings;

    ImpactDetector(SystemSettings settings) {
        this.settings = settings;
    }

    Detection detect(String rule, CriticalWindow window, long liveTenants, Instant now) {
        window.slide(rule, now);
        long tenants = window.count(rule);
        Observation observation = tenants >= settings.impactTenants()
                ? new Observation.Holds(
                        Rule.MULTI_TENANT_IMPACT,
                        rule,
                        finding(rule, tenants, window.tenants(rule, MAX_LISTED), liveTenants))
                : new Observation.Absent(Rule.MULTI_TENANT_IMPACT, rule, "CLEARED");
        return new Detection(List.of(observation), window.slidesAt(rule));
    }

    /** Those that an alert lists. */
    static List<String> tenants(AlertEvent event) {
        return event.details().get(TENANTS) instanceof List<?> listed
                ? listed.stream().map(String::valueOf).limit(MAX_LISTED).toList()
                : List.of();
    }

    private Finding finding(String rule, long tenants, List<String> listed, long liveTenants) {
        boolean widespread = tenants >= settings.widespreadTenants() && tenants * 4 >= liveTenants;
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("rule", rule);
        details.put("tenants", tenants);
        details.put(TENANTS, listed);
        details.put("tenantsLeftOut", tenants - listed.size());
        details.put("liveTenants", liveTenants);
        details.put("windowSeconds", settings.impactWindow().toSeconds());
        return new Finding(
                widespread ? "WIDESPREAD" : "SEVERAL",
                widespread ? 2 : 1,
                Severity.CRITICAL,
                widespread ? Level.L3 : Level.L2,
                List.of(Route.PAGE),
                tenants + " tenants became critical by " + rule + " within " + Spans.text(settings.impactWindow())
                        + ".",
                new Measurement(tenants, settings.impactTenants(), "tenants"),
                0,
                new PlainDetails(details),
                "",
                List.of());
    }
}
