package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;

class CommonSettingsTest {
    @Test
    void by_default_kafka_is_local_and_without_a_login() {
        assertThat(CommonSettings.kafkaProperties(settings(Map.of())))
                .containsOnly(
                        Map.entry("bootstrap.servers", "localhost:9092"), Map.entry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void a_login_reaches_kafka_whatever_characters_the_password_has() {
        Map<String, Object> properties = CommonSettings.kafkaProperties(settings(Map.of(
                "licensewatch.kafka.security-protocol", "sasl-ssl",
                "licensewatch.kafka.sasl-mechanism", "SCRAM-SHA-512",
                "licensewatch.kafka.sasl-username", "lw",
                "licensewatch.kafka.sasl-password", "a\"b\\c;d=e",
                "licensewatch.kafka.ssl-truststore-location", "/etc/trust.p12",
                "licensewatch.kafka.ssl-truststore-password", "t")));

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("ssl.truststore.location", "/etc/trust.p12")
                .containsEntry("ssl.truststore.password", "t");
        Map<String, ?> login = JaasContext.loadClientContext(new AdminClientConfig(properties).values())
                .configurationEntries()
                .get(0)
                .getOptions();
        assertThat(login.get("password")).isEqualTo("a\"b\\c;d=e");
    }

    @Test
    void a_protocol_with_login_but_no_password_is_rejected() {
        Settings settings = settings(Map.of(
                "licensewatch.kafka.security-protocol", "SASL_SSL",
                "licensewatch.kafka.sasl-mechanism", "PLAIN",
                "licensewatch.kafka.sasl-username", "lw"));

        assertThatThrownBy(() -> CommonSettings.kafkaProperties(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("licensewatch.kafka.sasl-password");
    }

    @Test
    void the_topic_catalogue_follows_prefix_and_partitions() {
        Map<String, String> given = Map.of("licensewatch.topics.prefix", "acme", "licensewatch.topics.partitions", "3");

        assertThat(CommonSettings.topics(settings(given))).isEqualTo(new Topics("acme", 3));
        assertThat(CommonSettings.topics(settings(Map.of()))).isEqualTo(Topics.defaults());
    }

    @Test
    void every_common_setting_has_a_description() {
        assertThat(all()).allSatisfy(setting -> assertThat(setting.doc()).endsWith("."));
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(all(), values);
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(CommonSettings.kafka());
        all.addAll(CommonSettings.topics());
        all.add(CommonSettings.HTTP_HOST);
        all.add(CommonSettings.httpPort(8081));
        return all;
    }
}
