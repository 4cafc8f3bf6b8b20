package io.licensewatch.streams;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.HoldSettings;
import io.licensewatch.core.alert.Holds;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule book under the process' settings. */
final class Rules {
    private Rules() {}

    static RuleBook of(Settings settings) {
        ZoneId zone = settings.get(StreamSettings.ZONE);
        DetectionSettings detection = DetectionSettings.defaults()
                .with(
                        zone,
                        Set.copyOf(settings.get(StreamSettings.CLOSED_STATUSES)),
                        settings.get(StreamSettings.ONBOARDING_STALL));
        return new RuleBook(
                zone,
                new TenantDetectors(detection),
                new AlertDesk(holds(settings), remedies(settings), settings.get(StreamSettings.RETIRE_AFTER)));
    }

    static SystemSettings system(Settings settings) {
        return SystemSettings.defaults()
                .with(
                        settings.get(StreamSettings.VIEW_STALE),
                        settings.get(StreamSettings.FEED_SILENCE),
                        settings.get(StreamSettings.IMPACT_WINDOW));
    }

    private static HoldSettings holds(Settings settings) {
        Duration drift = settings.get(StreamSettings.DRIFT_HOLD);
        return HoldSettings.defaults()
                .with(Rule.RBAC_DRIFT, new Holds(drift, drift, drift, drift))
                .with(Rule.REMEDIATION_HELD, Holds.all(settings.get(StreamSettings.HELD_HOLD)))
                .with(
                        Rule.SEAT_UTILIZATION,
                        new Holds(
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
