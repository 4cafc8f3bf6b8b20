package io.licensewatch.local.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Dockerfile, as far as we write it: one stage, no variables, commands as JSON. */
record Dockerfile(List<Instruction> instructions) {
    /** @param name in capitals */
    record Instruction(String name, String arguments) {
        static Instruction parse(String line) {
            String[] parts = line.strip().split("\\s+", 2);
            return new Instruction(parts[0], parts.length > 1 ? parts[1] : "");
        }

        List<String> words() {
            return List.of(arguments.split("\\s+"));
        }
    }

    static Dockerfile parse(String text) {
        String joined = text.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (a, b) -> a + b + "\n")
                .replace("\\\n", " ");
        return new Dockerfile(joined.lines()
                .filter(line -> !line.isBlank())
                .map(Instruction::parse)
                .toList());
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        all("ENV")
                .flatMap(env -> env.words().stream())
                .map(assignment -> assignment.split("=", 2))
                .forEach(assignment -> environment.put(assignment[0], assignment[1]));
        return environment;
    }

    /** The files that are copied into the image, relative to the Dockerfile. */
    List<String> copied() {
        return all("COPY")
                .map(Instruction::words)
                .flatMap(words -> words.subList(0, words.size() - 1).stream())
                .filter(word -> !word.startsWith("--"))
                .toList();
    }

    List<Integer> exposed() {
        return all("EXPOSE")
                .flatMap(expose -> expose.words().stream())
                .map(Integer::valueOf)
                .toList();
    }

    /** The image that it is built on. */
    String base() {
        return last("FROM").orElse("");
    }

    String user() {
        return last("USER").orElse("root");
    }

    String healthCheck() {
        return last("HEALTHCHECK").orElse("");
    }

    List<String> entryPoint() {
        return last("ENTRYPOINT").map(Dockerfile::json).orElse(List.of());
    }

    List<String> command() {
        return last("CMD").map(Dockerfile::json).orElse(List.of());
    }

    private Stream<Instruction> all(String name) {
        return instructions.stream().filter(instruction -> instruction.name().equals(name));
    }

    /** The last one counts. */
    private Optional<String> last(String name) {
        return all(name).reduce((a, b) -> b).map(Instruction::arguments);
    }

    private static List<String> json(String arguments) {
        try {
            return Arrays.asList(Json.MAPPER.readValue(arguments, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON array: " + arguments, e);
        }
    }
}
