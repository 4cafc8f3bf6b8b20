package io.licensewatch.core.status;

import io.licensewatch.core.detect.Assessment;
import io.licensewatch.core.detect.CoverageGap;
import io.licensewatch.core.detect.DriftFindings;
import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.FeatureCoverage;
import io.licensewatch.core.detect.OnboardingState;
import io.licensewatch.core.detect.SeatForecast;
import io.licensewatch.core.detect.SeatUsage;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's licensing status, from the same assessment that its alerts rest on. */
public final class StatusReport {
    /** Lists are cut to this; counts stay exact. */
    static final int MAX_LISTED = 200;

    /** Lists within a list, and of a forecast. */
    static final int MAX_MISSING = 50;

    /**
     * Takes the place of the point at which a status is true, until it is published. Digests of statuses that were published are stored with
     * it: never change it.
     */
    public static final TenantStatus.AsOf UNPUBLISHED = new TenantStatus.AsOf("0/0", Instant.ofEpochMilli(0));

    private static final int MAX_ENDING = 100;
    private static final int MAX_COMMANDS = 50;

    private StatusReport() {}

    /**
     * The status of a tenant. One that is out of scope has nothing that time alone would change: it is not evaluated again before its
     * rows change.
     */
    public static TenantStatus of(
            Assessment tenant,
            List<TenantStatus.OpenAlert> openAlerts,
            List<String> insufficientData,
            List<TenantStatus.Command> commands,
            TenantStatus.AsOf asOf) {
        List<TenantStatus.OpenAlert> open = new ArrayList<>(openAlerts);
        open.sort(Comparator.comparing(TenantStatus.OpenAlert::rule).thenComparing(TenantStatus.OpenAlert::subject));
        List<FeatureCoverage> features = tenant.inScope() ? tenant.coverage().features() : List.of();
        return new TenantStatus(
                tenant.facts().tenantId(),
                tenant.facts().tenantName(),
                tenant.inScope(),
                seats(tenant.seats()),
                features(features),
                leftOut(features, MAX_LISTED),
                drift(tenant.inScope() ? tenant.drift() : DriftFindings.NONE),
                onboarding(tenant.onboarding(), tenant.inScope()),
                new TenantStatus.Forecast(gap(tenant.coverageGap()), forecast(tenant.seatForecast())),
                open,
                insufficientData,
                commands.stream().limit(MAX_COMMANDS).toList(),
                leftOut(commands, MAX_COMMANDS),
                Score.of(open.stream().map(TenantStatus.OpenAlert::severity).toList()),
                asOf);
    }

    private static TenantStatus.Seats seats(SeatUsage seats) {
        return new TenantStatus.Seats(
                seats.used(), seats.limit(), seats.percent(), seats.stage().name());
    }

    private static List<TenantStatus.Feature> features(List<FeatureCoverage> features) {
        List<TenantStatus.Feature> listed = new ArrayList<>();
        for (FeatureCoverage feature : features.subList(0, Math.min(MAX_LISTED, features.size()))) {
            listed.add(new TenantStatus.Feature(
                    feature.featureId(),
                    feature.featureCode(),
                    feature.licensed(),
                    feature.reason().name(),
                    feature.end(),
                    feature.resumesAt(),
                    feature.stage().name()));
        }
        return listed;
    }

    private static TenantStatus.Drift drift(DriftFindings drift) {
        List<TenantStatus.DriftItem> items = new ArrayList<>();
        drift.effective().stream().limit(MAX_LISTED).map(StatusReport::item).forEach(items::add);
        drift.latent().stream()
                .limit(MAX_LISTED - items.size())
                .map(StatusReport::item)
                .forEach(items::add);
        return new TenantStatus.Drift(
                items,
                drift.effective().size() + drift.latent().size() - items.size(),
                drift.effective().size(),
                drift.latent().size(),
                drift.affectedUsers());
    }

    private static TenantStatus.DriftItem item(DriftItem item) {
        return new TenantStatus.DriftItem(
                item.roleId(),
                item.resource(),
                item.mode().name(),
                item.missingFeatures().stream().limit(MAX_MISSING).toList(),
                leftOut(item.missingFeatures(), MAX_MISSING),
                item.affectedUsers());
    }

    private static int leftOut(List<?> all, int listed) {
        return Math.max(0, all.size() - listed);
    }

    private static TenantStatus.@Nullable CoverageGap gap(@Nullable CoverageGap gap) {
        return gap == null
                ? null
                : new TenantStatus.CoverageGap(
                        gap.from(),
                        gap.until(),
                        gap.featureIds().stream().limit(MAX_ENDING).toList(),
                        leftOut(gap.featureIds(), MAX_ENDING),
                        gap.affectedUsers());
    }

    private static TenantStatus.@Nullable SeatForecast forecast(@Nullable SeatForecast seats) {
        return seats == null
                ? null
                : new TenantStatus.SeatForecast(seats.usersPerDay(), seats.since(), seats.fullOn(), seats.criticalOn());
    }

    private static TenantStatus.Onboarding onboarding(OnboardingState onboarding, boolean inScope) {
        return new TenantStatus.Onboarding(
                onboarding.completed(),
                onboarding.currentStep(),
                onboarding.completedSteps(),
                onboarding.lastProgressAt(),
                inScope && onboarding.stalled());
    }
}
