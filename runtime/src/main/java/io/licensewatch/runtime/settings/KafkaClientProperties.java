package io.licensewatch.runtime.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Connection and login properties for all Kafka clients: admin, producer, consumer and Streams. */
final class KafkaClientProperties {
    private KafkaClientProperties() {}

    static Map<String, Object> of(Settings settings) {
        SecurityProtocol protocol = settings.get(CommonSettings.KAFKA_SECURITY_PROTOCOL);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS));
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name);
        if (protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL) {
            addLogin(settings, properties);
        }
        settings.get(CommonSettings.KAFKA_SSL_TRUSTSTORE_LOCATION)
                .ifPresent(path -> properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, path.toString()));
        settings.get(CommonSettings.KAFKA_SSL_TRUSTSTORE_PASSWORD)
                .ifPresent(password -> properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, password));
        return properties;
    }

    private static void addLogin(Settings settings, Map<String, Object> properties) {
        String mechanism = settings.get(CommonSettings.KAFKA_SASL_MECHANISM).orElseThrow(() -> incomplete(settings));
        String user = settings.get(CommonSettings.KAFKA_SASL_USERNAME).orElseThrow(() -> incomplete(settings));
        String password = settings.get(CommonSettings.KAFKA_SASL_PASSWORD).orElseThrow(() -> incomplete(settings));
        String module = "PLAIN".equals(mechanism)
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        properties.put(SaslConfigs.SASL_MECHANISM, mechanism);
        properties.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
    }

    private static ConfigurationException incomplete(Settings settings) {
        return new ConfigurationException("wrong setting " + CommonSettings.KAFKA_SECURITY_PROTOCOL.name() + " = '"
                + settings.get(CommonSettings.KAFKA_SECURITY_PROTOCOL) + "': expected with it "
                + CommonSettings.KAFKA_SASL_MECHANISM.name() + ", " + CommonSettings.KAFKA_SASL_USERNAME.name()
                + " and " + CommonSettings.KAFKA_SASL_PASSWORD.name());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
