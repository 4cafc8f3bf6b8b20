package io.licensewatch.core.detect;

import io.licensewatch.schemas.alert.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of the rules decide: from what is so of a tenant to whether a rule alerts and how bad it is. The
 * detectors ask here, and whoever asks what other numbers would do. Null for no alert.
 */
final class Grades {
    private Grades() {}

    /** @param limit null when unlimited or unknown */
    static @Nullable Grade seats(long used, @Nullable Long limit, SeatLevels levels) {
        if (limit == null) {
            return null;
        }
        SeatUsage.Stage stage = levels.stage(used, limit);
        return switch (stage) {
            case NEAR_LIMIT -> Grade.warning(stage.name(), 1, Level.L1);
            case EXCEEDED -> Grade.warning(stage.name(), 2, Level.L1);
            case CRITICAL -> Grade.critical(stage.name(), 3, Level.L2);
            case NORMAL, UNLIMITED, UNKNOWN_LIMIT -> null;
        };
    }

    /** @param nearest of the features that end, that of the one which ends first */
    static @Nullable Grade expiring(ExpiryStage nearest) {
        return switch (nearest) {
            case NOTICE -> Grade.info(nearest.name(), 1);
            case SOON -> Grade.warning(nearest.name(), 2, Level.L1);
            case FINAL -> Grade.warning(nearest.name(), 3, Level.L1);
            case NONE, EXPIRED -> null;
        };
    }

    /**
     * @param since when the first of the features ended
     * @param users who have lost access
     */
    static Grade expired(Instant since, long users, Instant now, DetectionSettings settings) {
        String stage = ExpiryStage.EXPIRED.name();
        if (users > settings.expiredCriticalAbove()) {
            return Grade.critical(stage, 1, Level.L2);
        }
        boolean overdue = Duration.between(since, now).compareTo(settings.expiredEscalation()) >= 0;
        return Grade.warning(stage, 1, overdue ? Level.L2 : Level.L1);
    }

    /**
     * @param items that concern a role which somebody holds
     * @param users who hold such a role
     */
    static @Nullable Grade drift(long items, long users, DetectionSettings settings) {
        return items == 0 ? null : Grade.warning("DRIFT", 1, users > settings.driftSeniorAbove() ? Level.L2 : Level.L1);
    }

    /** @param lastProgressAt null where unknown */
    static @Nullable Grade onboarding(
            boolean completed, @Nullable Instant lastProgressAt, Instant now, DetectionSettings settings) {
        return OnboardingState.stalled(completed, lastProgressAt, now, settings)
                ? Grade.warning("STALLED", 1, Level.L1)
                : null;
    }
}
