package io.licensewatch.core.detect;

import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Tenants of which every rule may alert at one time or another. */
public final class RandomTenant {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    public static final int DAYS = 120;

    private RandomTenant() {}

    public static GivenTenant of(Random random) {
        GivenTenant tenant = new GivenTenant().offering("basic", 5, "f0", "f1");
        for (int i = random.nextInt(8); i > 0; i--) {
            String feature = "f" + random.nextInt(3);
            if (random.nextInt(6) == 0) {
                tenant.inactiveGrant(feature, boundary(random), boundary(random));
            } else {
                tenant.grant(feature, boundary(random), boundary(random));
            }
        }
        String[] statuses = {"active", "trial", "past_due"};
        tenant.subscription(statuses[random.nextInt(3)], boundary(random));
        tenant.role("r0").role("r1").users(1 + random.nextInt(20), "r0");
        tenant.requiresAll("r0", "s0", "f0", "f1")
                .requiresAny("r0", "s1", "f1", "f2")
                .requiresAll("r1", "s2", "f2");
        tenant.onboardingFlag(random.nextBoolean()).createdAt(time(random).toString());
        if (random.nextBoolean()) {
            tenant.onboarding("payment", List.of(), time(random).toString(), null);
        }
        return tenant;
    }

    private static @Nullable String boundary(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean() ? "infinity" : "-infinity";
            case 2, 3 -> time(random).toString();
            default -> LocalDate.ofInstant(time(random), ZoneOffset.UTC).toString();
        };
    }

    static Instant time(Random random) {
        return START.plus(Duration.ofHours(random.nextInt(DAYS * 24)));
    }

    /** Also closed ones, and those of which a table is missing. */
    public static GivenTenant ofAnyKind(Random random) {
        GivenTenant tenant = of(random);
        if (random.nextInt(3) == 0) {
            tenant.offering("basic", 1 + random.nextInt(30), "f0", "f1");
        }
        switch (random.nextInt(12)) {
            case 0 -> tenant.withStatus("closed");
            case 1 -> tenant.deleted();
            case 2 -> tenant.onOffering(null);
            case 3 -> tenant.withoutTable(SourceTable.PRODUCT_OFFERINGS);
            case 4 -> tenant.withoutTable(SourceTable.TENANT_FEATURE_GRANTS);
            case 5 -> tenant.withoutTable(SourceTable.USER_ROLES);
            default -> {}
        }
        return tenant;
    }

    /** Thresholds in order. */
    public static DetectionSettings rules(Random random) {
        DetectionSettings usual = DetectionSettings.defaults();
        int near = 1 + random.nextInt(150);
        int exceeded = near + 1 + random.nextInt(50);
        Duration last = Duration.ofHours(random.nextInt(100));
        Duration soon = last.plusHours(1 + random.nextInt(400));
        return new DetectionSettings(
                usual.zone(),
                usual.closedStatuses(),
                new SeatLevels(near, exceeded, exceeded + 1 + random.nextInt(100)),
                soon.plusHours(1 + random.nextInt(1500)),
                soon,
                last,
                Duration.ofHours(random.nextInt(2000)),
                random.nextInt(20),
                random.nextInt(20),
                Duration.ofHours(1 + random.nextInt(3000)));
    }

    /** As it is read back from the topic. */
    public static TenantStatus published(TenantFacts facts, Instant now, DetectionSettings settings)
            throws MalformedRecordException {
        TenantDetectors detectors = new TenantDetectors(settings);
        Assessment assessment = detectors.assess(facts, now);
        List<String> insufficient = new ArrayList<>();
        for (Observation observation : detectors.detect(assessment).observations()) {
            if (observation instanceof Observation.InsufficientData) {
                insufficient.add(observation.rule().id());
            }
        }
        TenantStatus status =
                StatusReport.of(assessment, List.of(), insufficient, List.of(), new TenantStatus.AsOf("0/0", now));
        return JsonCodec.TENANT_STATUS.decode(JsonCodec.TENANT_STATUS.encode(status));
    }
}
