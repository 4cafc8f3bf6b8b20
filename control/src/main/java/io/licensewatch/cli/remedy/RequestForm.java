package io.licensewatch.cli.remedy;

import io.licensewatch.schemas.action.OperatorAction.Request;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments from the command line.
 *
 * @param type such as {@code refresh-views}
 * @param features ids
 */
record RequestForm(
        String type,
        @Nullable String tenant,
        @Nullable String view,
        boolean force,
        @Nullable String step,
        List<String> features,
        @Nullable Integer days) {
    /** The default length of a lease. */
    private static final int DEFAULT_DAYS = 3;

    private static final int MOST_DAYS = RemediationCommand.MAX_EXTENSION_DAYS;

    RequestForm {
        features = List.copyOf(features);
    }

    /** @throws IllegalArgumentException if an argument is missing or does not fit the type, or if the type cannot be requested */
    Request request() {
        return switch (commandType()) {
            case REFRESH_VIEWS -> {
                takesOnly("--view", "--force");
                yield new Request(CommandType.REFRESH_VIEWS, view == null ? "views" : view, Map.of("force", force));
            }
            case REBUILD_VIEW_INDEX -> {
                takesOnly("--view");
                String of = required("--view", view);
                yield new Request(CommandType.REBUILD_VIEW_INDEX, of, Map.of("view", of));
            }
            case CLEAR_CACHES -> {
                takesOnly();
                yield new Request(CommandType.CLEAR_CACHES, "caches", Map.of());
            }
            case RERUN_ONBOARDING_STEP -> {
                takesOnly("--step");
                yield new Request(
                        CommandType.RERUN_ONBOARDING_STEP, "onboarding", Map.of("step", required("--step", step)));
            }
            case EXTEND_LICENSE -> {
                takesOnly("--features", "--days");
                yield new Request(CommandType.EXTEND_LICENSE, "license", extension());
            }
            default -> throw new IllegalArgumentException(whyNot(commandType()));
        };
    }

    /** The tenant; {@code _system} for commands about all tenants. */
    String tenantId() {
        return switch (commandType()) {
            case REFRESH_VIEWS -> tenant == null ? AlertEvent.SYSTEM_TENANT : tenant;
            case REBUILD_VIEW_INDEX, CLEAR_CACHES -> {
                if (tenant != null && !tenant.equals(AlertEvent.SYSTEM_TENANT)) {
                    throw new IllegalArgumentException(type + " does not take --tenant: it concerns all tenants");
                }
                yield AlertEvent.SYSTEM_TENANT;
            }
            default -> {
                String one = required("--tenant", tenant);
                if (one.equals(AlertEvent.SYSTEM_TENANT)) {
                    throw new IllegalArgumentException(type + " is for one tenant, not for " + one);
                }
                yield one;
            }
        };
    }

    private Map<String, @Nullable Object> extension() {
        int lasts = days == null ? DEFAULT_DAYS : days;
        if (features.isEmpty()) {
            throw new IllegalArgumentException(type + " needs --features, ids separated by commas");
        }
        if (lasts < 1 || lasts > MOST_DAYS) {
            throw new IllegalArgumentException("--days is from 1 to " + MOST_DAYS + ", not " + lasts);
        }
        return Map.of("featureIds", features.stream().distinct().sorted().toList(), "extensionDays", lasts);
    }

    private CommandType commandType() {
        String name = type.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(CommandType.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown type '" + type + "'; there are " + types()));
    }

    static String types() {
        return Arrays.stream(CommandType.values())
                .filter(CommandType::isRequestable)
                .map(RequestForm::friendly)
                .collect(Collectors.joining(", "));
    }

    static String friendly(CommandType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String whyNot(CommandType type) {
        String rule = switch (type) {
            case NOTIFY_TENANT_ADMIN, START_RENEWAL -> "license-expiring or license-expired";
            case DEACTIVATE_INACTIVE_USERS, UPGRADE_SEATS -> "seat-utilization";
            case GRANT_MISSING_LICENSES, REMOVE_RBAC_ACCESS -> "rbac-drift";
            case PROVISION_DEFAULTS, MARK_ONBOARDING_COMPLETE -> "onboarding-stalled";
            default -> "license-expired";
        };
        return friendly(type) + " cannot be requested: its parameters are findings of the rule " + rule
                + " , and the alert issues it. licensewatch commands lists issued commands; " + types()
                + " can be requested";
    }

    private void takesOnly(String... options) {
        List<String> given = new ArrayList<>();
        given(given, "--view", view != null);
        given(given, "--force", force);
        given(given, "--step", step != null);
        given(given, "--features", !features.isEmpty());
        given(given, "--days", days != null);
        given.removeAll(List.of(options));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(type + " does not take " + String.join(", ", given));
        }
    }

    private static void given(List<String> given, String option, boolean isGiven) {
        if (isGiven) {
            given.add(option);
        }
    }

    private String required(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(type + " needs " + option);
        }
        return value;
    }
}
