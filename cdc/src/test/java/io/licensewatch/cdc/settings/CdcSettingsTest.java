package io.licensewatch.cdc.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CdcSettingsTest {
    @Test
    void the_defaults_are_those_of_the_design() {
        CdcSettings settings = of(Map.of());

        assertThat(settings.feed().slot()).isEqualTo("licensewatch");
        assertThat(settings.feed().publication()).isEqualTo("licensewatch");
        assertThat(settings.feed().topics().prefix()).isEqualTo("stewardtrack");
        assertThat(settings.feed().markInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.freshness()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.feed().postgres())
                .isEqualTo(new PostgresAddress("localhost", 5432, "postgres", "licensewatch", "", "prefer", null));
    }

    @Test
    void a_url_replaces_the_single_settings() {
        assertThat(of(Map.of("licensewatch.postgres.url", "postgresql://u:p@h:1/d"))
                        .feed()
                        .postgres())
                .isEqualTo(new PostgresAddress("h", 1, "d", "u", "p", "prefer", null));
    }

    @Test
    void a_wrong_url_is_an_error_that_does_not_quote_it() {
        assertThatThrownBy(() -> of(Map.of("licensewatch.postgres.url", "postgresql://u:hunter2@")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("licensewatch.postgres.url")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_queue_that_holds_no_batch_is_refused() {
        assertThatThrownBy(() -> of(Map.of("licensewatch.cdc.queue-size", "2048")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("more than licensewatch.cdc.batch-size");
    }

    @Test
    void a_slot_name_that_postgres_refuses_is_refused_here() {
        assertThatThrownBy(() -> of(Map.of("licensewatch.postgres.slot", "My-Slot")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lower-case");
    }

    @Test
    void no_secret_is_shown() {
        Map<String, String> values = Map.of(
                "licensewatch.postgres.url", "postgresql://u:hunter2@h:1/d",
                "licensewatch.postgres.admin-url", "postgresql://a:hunter2@h:1/d",
                "licensewatch.postgres.password", "hunter2");

        assertThat(of(values).toString()).doesNotContain("hunter2");
        assertThat(Settings.of(CdcSettings.all(), values).toString()).doesNotContain("hunter2");
    }

    private static CdcSettings of(Map<String, String> values) {
        return CdcSettings.of(Settings.of(CdcSettings.all(), values));
    }
}
