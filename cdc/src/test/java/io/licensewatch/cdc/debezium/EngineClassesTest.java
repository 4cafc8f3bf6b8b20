package io.licensewatch.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.embedded.async.AsyncEmbeddedEngine;
import io.debezium.pipeline.ErrorHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debezium's classes find what they refer to, with the jars that pom.xml leaves out of Kafka Connect's runtime. */
class EngineClassesTest {
    private static final Pattern OF_KAFKA_CONNECT = Pattern.compile("org/apache/kafka/connect/[A-Za-z/$]+");

    private final Set<String> missing = new TreeSet<>();
    private int members;

    @ParameterizedTest
    @ValueSource(classes = {AsyncEmbeddedEngine.class, PostgresConnector.class, ErrorHandler.class})
    void every_class_of_the_engine_links(Class<?> inJar) throws Exception {
        files(inJar).forEach(file -> link(file.replace(".class", "").replace('/', '.')));

        assertThat(missing).isEmpty();
        assertThat(members).isPositive();
    }

    @Test
    void so_does_every_class_that_it_takes_from_kafka_connect() throws Exception {
        Set<String> used = new TreeSet<>();
        for (String file : files(AsyncEmbeddedEngine.class)) {
            used.addAll(ofKafkaConnect(file));
        }
        assertThat(used).contains("org.apache.kafka.connect.runtime.WorkerConfig");
        used.forEach(this::link);

        assertThat(missing).isEmpty();
        assertThat(members).isPositive();
    }

    private void link(String name) {
        try {
            Class<?> loaded = Class.forName(name, true, EngineClassesTest.class.getClassLoader());
            // Their types are resolved, and a missing one is an error.
            members += loaded.getDeclaredMethods().length
                    + loaded.getDeclaredConstructors().length
                    + loaded.getDeclaredFields().length;
        } catch (ClassNotFoundException | LinkageError e) {
            missing.add(name + ": " + e);
        }
    }

    /** By the names that a class file holds. */
    private static List<String> ofKafkaConnect(String file) throws IOException {
        ClassLoader loader = EngineClassesTest.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(file)) {
            String bytes = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return OF_KAFKA_CONNECT
                    .matcher(bytes)
                    .results()
                    .map(match -> match.group())
                    .filter(name -> loader.getResource(name + ".class") != null)
                    .map(name -> name.replace('/', '.'))
                    .toList();
        }
    }

    private static List<String> files(Class<?> inJar) throws Exception {
        Path jar = Path.of(
                inJar.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
                    .toList();
        }
    }
}
