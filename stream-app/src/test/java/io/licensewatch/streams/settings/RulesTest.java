package io.licensewatch.streams.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.OtherSettings;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    @Test
    void without_a_setting_the_numbers_are_the_defaults() {
        Settings settings = settings(Map.of());
        DetectionSettings defaults = DetectionSettings.defaults();

        assertThat(Rules.of(settings).detectors().settings())
                .isEqualTo(OtherSettings.with(
                        defaults, ZoneId.of("UTC"), defaults.closedStatuses(), defaults.onboardingStall()));
        assertThat(Rules.system(settings)).isEqualTo(SystemSettings.defaults());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "seats-near-percent, 89, seatsNearPercent, 89",
        "seats-exceeded-percent, 99, seatsExceededPercent, 99",
        "seats-critical-percent, 119, seatsCriticalPercent, 119",
        "expiry-notice, 45d, expiryNotice, PT1080H",
        "expiry-soon, 14d, expirySoon, PT336H",
        "expiry-final, 3d, expiryFinal, PT72H",
        "expired-escalation, 12h, expiredEscalation, PT12H",
        "expired-critical-above, 11, expiredCriticalAbove, 11",
        "drift-senior-above, 12, driftSeniorAbove, 12",
        "onboarding-stall, 72h, onboardingStall, PT72H",
        "view-failures-above, 3, viewFailuresAbove, 3",
        "view-stale-after, 2h, viewStaleAfter, PT2H",
        "feed-silence, 61s, feedSilence, PT1M1S",
        "impact-window, 16m, impactWindow, PT16M",
        "impact-tenants, 4, impactTenants, 4",
        "impact-widespread-tenants, 11, impactWidespreadTenants, 11",
        "health-unhealthy-below, 51, healthUnhealthyBelow, 51",
        "health-failing-below, 26, healthFailingBelow, 26"
    })
    void a_setting_changes_its_number_and_no_other(String name, String text, String field, String value) {
        var changed = Json.MAPPER.valueToTree(published(Map.of("licensewatch.rules." + name, text)));
        var usual = Json.MAPPER.valueToTree(published(Map.of()));

        assertThat(changed.path(field).asText()).isEqualTo(value);
        changed.fieldNames()
                .forEachRemaining(other -> assertThat(
                                other.equals(field) || changed.get(other).equals(usual.get(other)))
                        .as(other)
                        .isTrue());
    }

    private static SystemHealth.Rules published(Map<String, String> given) {
        Settings settings = settings(given);
        return RuleNumbers.of(Rules.of(settings).detectors().settings(), Rules.system(settings));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "seats-near-percent, 100, seats-exceeded-percent",
        "seats-critical-percent, 100, seats-exceeded-percent",
        "expiry-notice, 7d, expiry-soon",
        "expiry-final, 7d, expiry-soon",
        "impact-tenants, 11, impact-widespread-tenants",
        "health-failing-below, 51, health-unhealthy-below"
    })
    void numbers_that_are_in_no_order_are_refused_by_name(String name, String text, String other) {
        Settings settings = settings(Map.of("licensewatch.rules." + name, text));

        assertThatThrownBy(() -> Rules.of(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("licensewatch.rules." + name)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("licensewatch.rules." + other)
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> Rules.system(settings)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void all_that_is_in_no_order_is_named_at_once() {
        Settings settings = settings(
                Map.of("licensewatch.rules.seats-near-percent", "130", "licensewatch.rules.expiry-soon", "31d"));

        assertThatThrownBy(() -> Rules.of(settings))
                .hasMessageContaining("seats-near")
                .hasMessageContaining("expiry-soon");
    }

    @Test
    void equal_is_in_order_where_one_number_is_at_most_another() {
        Settings settings = settings(
                Map.of("licensewatch.rules.impact-tenants", "10", "licensewatch.rules.health-failing-below", "50"));

        assertThat(Rules.system(settings).impactTenants()).isEqualTo(10);
    }

    private static Settings settings(Map<String, String> given) {
        return Settings.of(StreamSettings.all(), given);
    }
}
