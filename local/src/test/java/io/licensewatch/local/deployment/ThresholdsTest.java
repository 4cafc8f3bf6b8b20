package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.whatif.Given;
import io.licensewatch.console.whatif.Threshold;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.streams.settings.StreamSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the console calls a threshold is a setting of stream-app, which takes the same values. */
class ThresholdsTest {
    private static final SystemHealth.Rules DEFAULTS =
            RuleNumbers.of(DetectionSettings.defaults(), SystemSettings.defaults());

    /** Where others take what one refuses, a page promises what stream-app does not start with. */
    @Test
    void all_refuse_the_same_numbers() {
        long seed = System.nanoTime() % 1_000_000;
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> values = new HashMap<>();
            for (Threshold one : Threshold.VARIABLE) {
                // Of numbers that are all by chance, hardly any are in the order that is asked for.
                if (random.nextInt(4) == 0) {
                    values.put(
                            one.field(),
                            (1 + random.nextInt(4)) * 20 + (one.unit().isSpan() ? "h" : ""));
                }
            }
            Given given = Given.of(DEFAULTS, values::get);
            assertThat(given.problems().isEmpty())
                    .as("seed %d: %s", seed, values)
                    .isEqualTo(fits(values));
            refused += given.problems().isEmpty() ? 0 : 1;
        }
        assertThat(refused).as("seed %d", seed).isBetween(200, 1_800);
    }

    /** As the detectors say. */
    private static boolean fits(Map<String, String> values) {
        ObjectNode rules = Json.MAPPER.valueToTree(DEFAULTS);
        values.forEach((field, text) -> {
            if (text.endsWith("h")) {
                rules.put(field, "PT" + text.toUpperCase(Locale.ROOT));
            } else {
                rules.put(field, Long.parseLong(text));
            }
        });
        try {
            SystemHealth.Rules all = Json.MAPPER.convertValue(rules, SystemHealth.Rules.class);
            return RuleNumbers.of(RuleNumbers.tenants(all), RuleNumbers.system(all))
                    .equals(all);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

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
