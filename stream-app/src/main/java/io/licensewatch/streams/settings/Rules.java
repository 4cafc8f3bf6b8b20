package io.licensewatch.streams.settings;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.alert.ForDurations;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rule book under the process' settings. */
public final class Rules {
    private Rules() {}

    /** @throws ConfigurationException when the numbers cannot be in force together */
    public static RuleBook of(Settings settings) {
        return new RuleBook(
                settings.get(StreamSettings.ZONE),
                new TenantDetectors(tenants(settings)),
                new AlertEvaluator(holds(settings), remedies(settings), settings.get(StreamSettings.RETIRE_AFTER)));
    }

    private static DetectionSettings tenants(Settings settings) {
        OrderedSettings.check(settings);
        return new DetectionSettings(
                settings.get(StreamSettings.ZONE),
                Set.copyOf(settings.get(StreamSettings.CLOSED_STATUSES)),
                new SeatLevels(
                        settings.get(StreamSettings.SEATS_NEAR),
                        settings.get(StreamSettings.SEATS_EXCEEDED),
                        settings.get(StreamSettings.SEATS_CRITICAL)),
                settings.get(StreamSettings.EXPIRY_NOTICE),
                settings.get(StreamSettings.EXPIRY_SOON),
                settings.get(StreamSettings.EXPIRY_FINAL),
                settings.get(StreamSettings.EXPIRED_ESCALATION),
                settings.get(StreamSettings.EXPIRED_CRITICAL),
                settings.get(StreamSettings.DRIFT_SENIOR),
                settings.get(StreamSettings.ONBOARDING_STALL));
    }

    /** @throws ConfigurationException when the numbers cannot be in force together */
    public static SystemSettings system(Settings settings) {
        OrderedSettings.check(settings);
        return new SystemSettings(
                settings.get(StreamSettings.VIEW_FAILURES),
                settings.get(StreamSettings.VIEW_STALE),
                settings.get(StreamSettings.FEED_SILENCE),
                settings.get(StreamSettings.IMPACT_WINDOW),
                settings.get(StreamSettings.IMPACT_TENANTS),
                settings.get(StreamSettings.IMPACT_WIDESPREAD),
                settings.get(StreamSettings.UNHEALTHY),
                settings.get(StreamSettings.FAILING));
    }

    /**
     * How long after its first frontier a task says what one says that has always run: what holds has lasted by then, and what the
     * task took for new, as it began with it, counts no more in {@code multi-tenant-impact}.
     *
     * @throws ConfigurationException when the numbers cannot be in force together
     */
    public static Duration warmUp(Settings settings) {
        OrderedSettings.check(settings);
        Duration longest = holds(settings).byRule().values().stream()
                .flatMap(holds -> Stream.of(holds.opening(), holds.worsening(), holds.easing(), holds.changing()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return longest.plus(settings.get(StreamSettings.IMPACT_WINDOW)).plus(Duration.ofMinutes(1));
    }

    private static ForDurationSettings holds(Settings settings) {
        Duration drift = settings.get(StreamSettings.DRIFT_HOLD);
        return ForDurationSettings.defaults()
                .with(Rule.RBAC_DRIFT, new ForDurations(drift, drift, drift, drift))
                .with(Rule.REMEDIATION_HELD, ForDurations.all(settings.get(StreamSettings.HELD_HOLD)))
                .with(
                        Rule.SEAT_UTILIZATION,
                        new ForDurations(
                                Duration.ZERO,
                                Duration.ZERO,
                                settings.get(StreamSettings.SEATS_EASING_HOLD),
                                Duration.ZERO));
    }

    private static RemedySettings remedies(Settings settings) {
        RemedySettings remedies = RemedySettings.defaults()
                .withApprovals(settings.get(StreamSettings.COMMAND_APPROVALS).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other)))
                .withExtensionDays(settings.get(StreamSettings.EXTENSION_DAYS));
        Optional<String> mode = settings.get(StreamSettings.COMMAND_MODE);
        if (mode.isPresent()) {
            for (CommandType type : CommandType.values()) {
                remedies = remedies.with(type, CommandMode.valueOf(mode.get()));
            }
        }
        return remedies;
    }
}
