package io.licensewatch.core.detect;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;

/** Settings with some other numbers. */
public final class OtherSettings {
    private OtherSettings() {}

    public static DetectionSettings with(
            DetectionSettings settings, ZoneId zone, Set<String> closedStatuses, Duration onboardingStall) {
        return new DetectionSettings(
                zone,
                closedStatuses,
                settings.seats(),
                settings.notice(),
                settings.soon(),
                settings.last(),
                settings.expiredEscalation(),
                settings.expiredCriticalAbove(),
                settings.driftSeniorAbove(),
                onboardingStall);
    }
}
