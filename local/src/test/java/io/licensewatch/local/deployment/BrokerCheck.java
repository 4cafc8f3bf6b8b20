package io.licensewatch.local.deployment;

import io.licensewatch.local.deployment.ComposeFile.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;

/** Whether Kafka would start with the environment that the compose file sets; its image turns KAFKA_NODE_ID into node.id. */
final class BrokerCheck {
    private static final String PREFIX = "KAFKA_";

    private BrokerCheck() {}

    static List<String> problems(Service broker) {
        List<String> problems = new ArrayList<>();
        Map<String, String> properties = new HashMap<>();
        broker.environment().forEach((variable, value) -> {
            String name = property(variable);
            if (KafkaConfig.configDef().names().contains(name)) {
                properties.put(name, value);
            } else {
                problems.add("service " + broker.name() + ": " + variable + " is no setting of Kafka's");
            }
        });
        try {
            new KafkaConfig(properties);
        } catch (RuntimeException e) {
            problems.add("service " + broker.name() + ": Kafka refuses its settings: " + e.getMessage());
        }
        return List.copyOf(problems);
    }

    /** {@code host:port} of each advertised listener. */
    static List<String> addresses(Service broker) {
        String advertised = broker.environment().getOrDefault("KAFKA_ADVERTISED_LISTENERS", "");
        return List.of(advertised.replaceAll("[A-Z_]+://", "").split(","));
    }

    private static String property(String variable) {
        return variable.replaceFirst("^" + PREFIX, "").toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
