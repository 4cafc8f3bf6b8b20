package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaintextTest {
    @Test
    void kafka_on_another_machine_without_encryption_is_a_warning() {
        assertThat(kafka("PLAINTEXT", "localhost:9092,192.0.2.7:9092"))
                .hasValueSatisfying(words -> assertThat(words).contains("192.0.2.7:9092", "PLAINTEXT"));
        assertThat(kafka("SASL_PLAINTEXT", "[2001:db8::1]:9092"))
                .hasValueSatisfying(words -> assertThat(words).contains("the login too"));
        assertThat(kafka("PLAINTEXT", "no-such-host.invalid:9092")).isPresent();
    }

    @Test
    void kafka_on_this_machine_or_with_encryption_is_no_warning() {
        assertThat(kafka("PLAINTEXT", "localhost:9092, 127.0.0.1:9093,[::1]:9094"))
                .isEmpty();
        assertThat(kafka("SSL", "192.0.2.7:9092")).isEmpty();
        assertThat(kafka("SASL_SSL", "192.0.2.7:9092")).isEmpty();
    }

    private static Optional<String> kafka(String protocol, String servers) {
        return Plaintext.kafka(Settings.of(
                CommonSettings.kafka(),
                new HashMap<>(Map.of(
                        CommonSettings.KAFKA_SECURITY_PROTOCOL.name(),
                        protocol,
                        CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(),
                        servers))));
    }
}
