package io.licensewatch.cli;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Access to Kafka for command line tools: address and login from the environment, the address also from {@code --bootstrap}. */
public final class KafkaAccess {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka broker to connect to first. Default: localhost:9092.")
    private @Nullable String bootstrap;

    /** Properties of Kafka's clients. */
    public Map<String, Object> properties() {
        return CommonSettings.kafkaProperties(settings());
    }

    /** The user of the Kafka login; empty without a login. */
    public Optional<String> user() {
        return settings().get(CommonSettings.KAFKA_SASL_USERNAME);
    }

    /** Only the settings about Kafka: the environment may have those of the apps as well. */
    private Settings settings() {
        Map<String, String> aboutKafka = new HashMap<>(System.getenv());
        aboutKafka.keySet().removeIf(name -> !name.startsWith("LICENSEWATCH_KAFKA_"));
        Map<String, String> flags =
                bootstrap == null ? Map.of() : Map.of(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrap);
        return Settings.load(CommonSettings.kafka(), null, aboutKafka, flags);
    }
}
