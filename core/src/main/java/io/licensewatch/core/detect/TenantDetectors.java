package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rules about one tenant. */
public final class TenantDetectors {
    private final DetectionSettings settings;

    public TenantDetectors(DetectionSettings settings) {
        this.settings = settings;
    }

    /**
     * A detector, its rules, and the tables without which they cannot say anything.
     *
     * @param needsAny at least one of these too; none when empty
     */
    private record Entry(Detector detector, List<Rule> rules, List<SourceTable> needs, List<SourceTable> needsAny) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    new LicenseDetector(),
                    List.of(Rule.LICENSE_EXPIRING, Rule.LICENSE_EXPIRED),
                    List.of(SourceTable.TENANT_FEATURE_GRANTS),
                    List.of()),
            new Entry(
                    new SeatDetector(),
                    List.of(Rule.SEAT_UTILIZATION),
                    List.of(SourceTable.USER_ROLES, SourceTable.TENANTS, SourceTable.PRODUCT_OFFERINGS),
                    List.of()),
            new Entry(
                    new DriftDetector(),
                    List.of(Rule.RBAC_DRIFT),
                    List.of(SourceTable.USER_ROLES, SourceTable.TENANT_FEATURE_GRANTS),
                    List.of()),
            new Entry(
                    new OnboardingDetector(),
                    List.of(Rule.ONBOARDING_STALLED),
                    List.of(),
                    List.of(SourceTable.TENANTS, SourceTable.ONBOARDING_PROGRESS)));

    public DetectionSettings settings() {
        return settings;
    }

    public Assessment assess(TenantFacts facts, Instant now) {
        return Assessment.of(facts, now, settings);
    }

    /** @param former of the same tenant, if there is one: what has not changed since is not computed again */
    public Assessment assess(TenantFacts facts, Instant now, @Nullable Assessment former) {
        return Assessment.of(facts, now, settings, former);
    }

    /** One observation per rule, and when to evaluate again. */
    public Detection detect(Assessment tenant) {
        List<Observation> observations = new ArrayList<>();
        if (!tenant.inScope()) {
            Rule.ofTenants()
                    .forEach(rule -> observations.add(new Observation.Absent(rule, Observation.Absent.TENANT_CLOSED)));
            return new Detection(observations, Instant.MAX);
        }
        Instant recheckAt =
                Coverage.earlier(tenant.seatForecastChangesAt(), tenant.facts().offeringChangesAt(tenant.now()));
        for (Entry entry : ENTRIES) {
            String missing = missing(entry, tenant.facts().reference());
            if (!missing.isEmpty()) {
                entry.rules().forEach(rule -> observations.add(new Observation.InsufficientData(rule, missing)));
            } else {
                Detection detection = entry.detector().detect(tenant, settings);
                observations.addAll(detection.observations());
                recheckAt = Coverage.earlier(recheckAt, detection.recheckAt());
            }
        }
        return new Detection(observations, recheckAt);
    }

    private static String missing(Entry entry, Reference reference) {
        List<String> missing = new ArrayList<>();
        for (SourceTable table : entry.needs()) {
            if (!reference.captured(table)) {
                missing.add(table.qualifiedName());
            }
        }
        if (!entry.needsAny().isEmpty() && entry.needsAny().stream().noneMatch(reference::captured)) {
            missing.add(String.join(
                    " or ",
                    entry.needsAny().stream().map(SourceTable::qualifiedName).toList()));
        }
        if (entry.rules().contains(Rule.RBAC_DRIFT) && !bundleModel(reference) && !permissionModel(reference)) {
            missing.add("surface bindings with bundles, or permissions with their features");
        }
        return String.join(", ", missing);
    }

    private static boolean bundleModel(Reference reference) {
        return reference.captured(SourceTable.ROLE_SURFACE_BINDINGS)
                && reference.captured(SourceTable.SURFACE_LICENSE_BINDINGS)
                && (reference.captured(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES)
                        || reference.captured(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS));
    }

    private static boolean permissionModel(Reference reference) {
        return reference.captured(SourceTable.PERMISSIONS)
                && reference.captured(SourceTable.ROLE_PERMISSIONS)
                && reference.captured(SourceTable.FEATURE_PERMISSIONS);
    }
}
