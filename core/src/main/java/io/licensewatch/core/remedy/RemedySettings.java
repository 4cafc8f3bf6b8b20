package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How commands are asked for.
 *
 * @param modes per type where it differs from {@link CommandType#defaultMode()}, such as DRY_RUN
 * @param deadlines per type where it differs from the default; how long after the issue a command is wanted
 * @param approvals per type where it is not one: how many people have to approve
 * @param extensionDays how long an expired licence is extended for
 */
public record RemedySettings(
        Map<CommandType, CommandMode> modes,
        Map<CommandType, Duration> deadlines,
        Map<CommandType, Integer> approvals,
        int extensionDays) {
    public static final int DEFAULT_EXTENSION_DAYS = 3;

    public RemedySettings {
        modes = Map.copyOf(modes);
        deadlines = Map.copyOf(deadlines);
        approvals = Map.copyOf(approvals);
        deadlines.forEach((type, deadline) -> {
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("deadline of " + type + " must be positive, not " + deadline);
            }
        });
        approvals.forEach((type, count) -> {
            if (count < 1) {
                throw new IllegalArgumentException("approvals of " + type + " must be at least 1, not " + count);
            }
        });
        if (extensionDays < 1) {
            throw new IllegalArgumentException("an extension is for at least 1 day, not " + extensionDays);
        }
    }

    public static RemedySettings defaults() {
        return new RemedySettings(Map.of(), Map.of(), Map.of(), DEFAULT_EXTENSION_DAYS);
    }

    public RemedySettings with(CommandType type, CommandMode mode) {
        Map<CommandType, CommandMode> changed = new EnumMap<>(CommandType.class);
        changed.putAll(modes);
        changed.put(type, mode);
        return new RemedySettings(changed, deadlines, approvals, extensionDays);
    }

    public RemedySettings withApprovals(Map<CommandType, Integer> counts) {
        return new RemedySettings(modes, deadlines, counts, extensionDays);
    }

    public RemedySettings withExtensionDays(int days) {
        return new RemedySettings(modes, deadlines, approvals, days);
    }

    public CommandMode mode(CommandType type) {
        return modes.getOrDefault(type, type.defaultMode());
    }

    public int approvals(CommandType type) {
        return approvals.getOrDefault(type, 1);
    }

    public Duration deadline(CommandType type) {
        return deadlines.getOrDefault(type, defaultDeadline(type));
    }

    /**
     * A refresh or a rerun is a matter of an hour or a day, a notice that is a day late misleads; what a person has to
     * approve gets the days that a weekend and a question take; a renewal takes as long as the earliest notice, and what an
     * extension has moved is put back however late.
     */
    private static Duration defaultDeadline(CommandType type) {
        return switch (type) {
            case REFRESH_VIEWS, CLEAR_CACHES -> Duration.ofHours(1);
            case NOTIFY_TENANT_ADMIN, RERUN_ONBOARDING_STEP, REBUILD_VIEW_INDEX -> Duration.ofDays(1);
            case EXTEND_LICENSE -> Duration.ofDays(3);
            case DEACTIVATE_INACTIVE_USERS,
                    UPGRADE_SEATS,
                    GRANT_MISSING_LICENSES,
                    REMOVE_RBAC_ACCESS,
                    PROVISION_DEFAULTS,
                    MARK_ONBOARDING_COMPLETE -> Duration.ofDays(7);
            case START_RENEWAL, END_EXTENSION -> Duration.ofDays(30);
        };
    }
}
