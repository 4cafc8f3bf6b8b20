package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.whatif.Given;
import io.licensewatch.console.whatif.Threshold;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.streams.StreamSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the console calls a threshold is a setting of stream-app, which takes the same values. */
class ThresholdsTest {
    private static final SystemHealth.Rules DEFAULTS =
            RuleNumbers.of(DetectionSettings.defaults(), SystemSettings.defaults());

    @ParameterizedTest
    @EnumSource(Threshold.class)
    void a_threshold_is_a_setting_with_the_same_default(Threshold threshold) {
        Setting<?> setting = StreamSettings.all().stream()
                .filter(one -> one.name().equals(threshold.setting()))
                .findFirst()
                .orElseThrow();

        assertThat(setting.type().parser().apply(threshold.text(DEFAULTS)))
                .isEqualTo(setting.type().parser().apply(String.valueOf(setting.defaultText())));
        if (Threshold.VARIABLE.contains(threshold)) {
            String problem = Given.of(DEFAULTS, field -> field.equals(threshold.field()) ? "wrong" : null)
                    .problem(threshold);
            assertThat(problem).isEqualTo("expected " + setting.type().expected());
        }
    }
}
