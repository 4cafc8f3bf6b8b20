package io.licensewatch.local.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** docker-compose.yml, as far as we write it: short forms only. */
record ComposeFile(JsonNode root) {
    static ComposeFile parse(String yaml) {
        try {
            return new ComposeFile(new YAMLMapper().readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<Service> services() {
        return root.path("services").properties().stream()
                .map(entry -> new Service(entry.getKey(), entry.getValue()))
                .toList();
    }

    Optional<Service> service(String name) {
        return services().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The file behind a secret; empty when there is no such secret. */
    String secretFile(String name) {
        return root.path("secrets").path(name).path("file").asText("");
    }

    boolean hasVolume(String name) {
        return root.path("volumes").has(name);
    }

    /** {@code host address:host port:container port}. */
    record Port(String text, String address, int container) {
        static Port parse(String text) {
            String[] parts = text.split(":", -1);
            return new Port(
                    text, parts.length == 3 ? parts[0] : "every address", Integer.parseInt(parts[parts.length - 1]));
        }
    }

    record Service(String name, JsonNode node) {
        /** The directory of the Dockerfile; empty for somebody else's image. */
        String build() {
            return node.path("build").asText("").replaceFirst("^\\./", "");
        }

        String image() {
            return node.path("image").asText("");
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            node.path("environment")
                    .properties()
                    .forEach(entry ->
                            environment.put(entry.getKey(), entry.getValue().asText()));
            return environment;
        }

        List<Port> ports() {
            return texts("ports").map(Port::parse).toList();
        }

        List<String> command() {
            return texts("command").toList();
        }

        List<String> secrets() {
            return texts("secrets").toList();
        }

        /** What is mounted from where, without the place inside. */
        List<String> mounted() {
            return texts("volumes").map(volume -> volume.split(":", 2)[0]).toList();
        }

        /** The condition by service. */
        Map<String, String> dependsOn() {
            Map<String, String> conditions = new LinkedHashMap<>();
            node.path("depends_on")
                    .properties()
                    .forEach(entry -> conditions.put(
                            entry.getKey(), entry.getValue().path("condition").asText()));
            return conditions;
        }

        boolean checksHealth() {
            return node.path("healthcheck").has("test");
        }

        boolean hasHealthOff() {
            return node.path("healthcheck").path("disable").asBoolean();
        }

        private Stream<String> texts(String field) {
            return StreamSupport.stream(node.path(field).spliterator(), false).map(JsonNode::asText);
        }
    }
}
