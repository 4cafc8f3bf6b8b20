package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.streams.settings.StreamSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamPropertiesTest {
    private static Properties of(Map<String, String> settings) {
        return StreamProperties.of(Settings.of(StreamSettings.all(), settings));
    }

    /** All that we promise of once rests on it. */
    @Test
    void offsets_state_and_output_move_in_one_transaction() {
        StreamsConfig config = new StreamsConfig(of(Map.of()));

        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry("isolation.level", "read_committed");
        assertThat(config.getProducerConfigs("client"))
                .containsEntry("enable.idempotence", true)
                .containsEntry("transaction.timeout.ms", 60_000);
    }

    /** A changelog forgets deletes after a day: what restores from before would bring deleted rows back. */
    @Test
    void a_state_directory_of_yesterday_is_not_gone_on_with() {
        StreamsConfig config = new StreamsConfig(of(Map.of()));

        assertThat(config.getLong(StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG))
                .isPositive()
                .isLessThan(Duration.ofHours(24).toMillis());
    }

    @Test
    void who_has_a_name_is_a_member_by_that_name() {
        StreamsConfig config = new StreamsConfig(
                of(Map.of("licensewatch.streams.instance-id", "b", "licensewatch.streams.session-timeout", "30s")));

        assertThat(config.getMainConsumerConfigs("group", "client", 1))
                .containsEntry("group.instance.id", "b-1")
                .containsEntry("session.timeout.ms", 30_000)
                .containsEntry("heartbeat.interval.ms", 6_000);
        assertThat(new StreamsConfig(of(Map.of())).getMainConsumerConfigs("group", "client", 0))
                .doesNotContainKey("group.instance.id");
    }
}
