package io.licensewatch.core.remedy;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.VerifyBy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By which alert it is judged whether a command worked. */
public final class Verification {
    private Verification() {}

    /** Null where no alert shows what it does. */
    static @Nullable VerifyBy by(CommandType type, AlertEvent event, Duration easing) {
        return shows(type) ? new VerifyBy(event.rule(), event.subject(), easing) : null;
    }

    private static boolean shows(CommandType type) {
        return switch (type) {
            case NOTIFY_TENANT_ADMIN, START_RENEWAL, CLEAR_CACHES, END_EXTENSION -> false;
            case EXTEND_LICENSE,
                    DEACTIVATE_INACTIVE_USERS,
                    UPGRADE_SEATS,
                    GRANT_MISSING_LICENSES,
                    REMOVE_RBAC_ACCESS,
                    REFRESH_VIEWS,
                    REBUILD_VIEW_INDEX,
                    RERUN_ONBOARDING_STEP,
                    PROVISION_DEFAULTS,
                    MARK_ONBOARDING_COMPLETE -> true;
        };
    }

    /**
     * Whether another attempt is due when one did not help. A call of another service is not made twice: that its effect takes
     * its time is no reason to ask for it again.
     */
    public static boolean repeatable(CommandType type) {
        return switch (type) {
            case UPGRADE_SEATS, RERUN_ONBOARDING_STEP -> false;
            default -> shows(type);
        };
    }
}
