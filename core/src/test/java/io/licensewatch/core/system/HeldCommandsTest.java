package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One alert says how many commands wait, and why. */
class HeldCommandsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SystemStory system = new SystemStory();

    @BeforeEach
    void nothing_waits() {
        system.frontierAfter(SECOND);
        system.frontierAfter(SECOND);
        system.alerts.clear();
    }

    private List<String> published() {
        return system.alerts.stream()
                .filter(alert -> alert.rule().equals("remediation-held"))
                .map(alert -> alert.status() + " " + alert.summary())
                .toList();
    }

    private void holds() {
        system.frontierAfter(SECOND);
        system.frontierAfter(MINUTE);
    }

    @Test
    void a_storm_that_is_held_is_one_alert_with_its_reasons() {
        for (int tenant = 0; tenant < 300; tenant++) {
            system.waits("t" + tenant, Map.of("BUDGET", 1L));
        }
        system.waits("t7", Map.of("BUDGET", 1L, "PAUSED", 2L));
        holds();
        assertThat(published()).containsExactly("OPEN 302 commands wait: 300 by BUDGET, 2 by PAUSED.");
        assertThat(system.alerts.get(system.alerts.size() - 1).tenantId()).isEqualTo(AlertEvent.SYSTEM_TENANT);
    }

    @Test
    void one_that_waits_for_a_moment_is_not_told() {
        system.waits("t", Map.of("BUDGET", 1L));
        system.frontierAfter(SECOND);
        system.waits("t", Map.of());
        holds();
        assertThat(published()).isEmpty();
    }

    @Test
    void it_is_over_when_nothing_waits_any_more() {
        system.waits("t", Map.of("PAUSED", 1L));
        holds();
        system.waits("t", Map.of());
        holds();
        assertThat(published()).hasSize(2).first().isEqualTo("OPEN 1 command waits: 1 by PAUSED.");
        assertThat(published().get(1)).startsWith("RESOLVED");
    }

    @Test
    void another_reason_is_told_and_some_more_of_the_same_are_not() {
        system.waits("t", Map.of("BUDGET", 11L));
        holds();
        system.waits("u", Map.of("BUDGET", 2L));
        holds();
        assertThat(published()).hasSize(1);
        system.waits("u", Map.of("PAUSED", 2L));
        holds();
        assertThat(published()).hasSize(2).last().isEqualTo("UPDATED 13 commands wait: 11 by BUDGET, 2 by PAUSED.");
    }
}
