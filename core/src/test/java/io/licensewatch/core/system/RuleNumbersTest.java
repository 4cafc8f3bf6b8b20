package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuleNumbersTest {
    private static final DetectionSettings DEFAULTS = DetectionSettings.defaults();

    @Test
    void the_numbers_come_back_as_they_were_published() {
        DetectionSettings tenants = new DetectionSettings(
                DEFAULTS.zone(),
                DEFAULTS.closedStatuses(),
                new SeatLevels(1, 2, 3),
                Duration.ofDays(6),
                Duration.ofDays(5),
                Duration.ofDays(4),
                Duration.ofHours(7),
                8,
                9,
                Duration.ofHours(10));
        SystemSettings system = new SystemSettings(
                11, Duration.ofHours(12), Duration.ofHours(13), Duration.ofHours(14), 15, 16, 18, 17);

        SystemHealth.Rules rules = RuleNumbers.of(tenants, system);

        assertThat(RuleNumbers.tenants(rules)).isEqualTo(tenants);
        assertThat(RuleNumbers.system(rules)).isEqualTo(system);
    }
}
