package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Tenants of which every rule may alert at one time or another. */
final class RandomTenant {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final int DAYS = 120;

    private RandomTenant() {}

    static GivenTenant of(Random random) {
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
}
