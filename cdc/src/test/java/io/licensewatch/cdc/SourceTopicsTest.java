package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTopicsTest {
    @Test
    void a_topic_without_an_id_is_waited_for() {
        List<TopicSpec> specs = new Topics("p", 6).sourceTopics();
        Map<String, String> ids = new HashMap<>();
        specs.forEach(spec -> ids.put(spec.name(), "id"));
        assertThat(SourceTopics.whole(ids, specs)).isEqualTo(ids);

        ids.remove(specs.get(0).name());
        assertThatThrownBy(() -> SourceTopics.whole(ids, specs))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining(specs.get(0).name());
    }

    @Test
    void the_login_is_the_one_that_is_given_now(@TempDir Path directory) throws Exception {
        Path password = directory.resolve("password");
        Files.writeString(password, "before");
        CdcSettings settings = CdcSettings.of(Settings.load(
                CdcSettings.all(),
                null,
                Map.of(),
                Map.of(
                        "licensewatch.kafka.security-protocol", "SASL_PLAINTEXT",
                        "licensewatch.kafka.sasl-mechanism", "PLAIN",
                        "licensewatch.kafka.sasl-username", "cdc",
                        "licensewatch.kafka.sasl-password-file", password.toString())));

        Files.writeString(password, "rotated");

        assertThat(Checkup.adminProperties(settings).toString()).contains("rotated");
    }
}
