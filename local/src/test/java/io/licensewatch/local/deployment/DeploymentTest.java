package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.licensewatch.local.deployment.ComposeFile.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the images and the compose file fit the apps, without a container engine. */
class DeploymentTest {
    private static final String COMPOSE = "docker-compose.yml";

    @TempDir
    private static Path secrets;

    @BeforeAll
    static void make_secrets() throws Exception {
        String script = Repository.here().path("docker/make-secrets").toString();
        Process making =
                new ProcessBuilder(script, secrets.toString()).inheritIO().start();
        assertThat(making.waitFor()).isZero();
    }

    @Test
    void compose_file_and_images_fit_the_apps() {
        assertThat(problems(Repository.here())).isEmpty();
    }

    @Test
    void kafka_is_of_the_version_that_the_clients_are_of() {
        Service kafka = compose(Repository.here()).service("kafka").orElseThrow();
        assertThat(kafka.image()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
    }

    @Test
    void postgres_logs_what_logical_replication_needs() {
        Service postgres = compose(Repository.here()).service("postgres").orElseThrow();
        assertThat(postgres.command()).contains("wal_level=logical");
    }

    @Test
    void secrets_are_made_once_and_never_committed() throws Exception {
        List<String> before = contents();
        make_secrets();
        assertThat(contents()).isEqualTo(before).doesNotHaveDuplicates().hasSize(6);
        assertThat(Repository.here().text(".gitignore").lines()).contains("/secrets/");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(COMPOSE, "LICENSEWATCH_POSTGRES_HOST:", "LICENSEWATCH_POSTGRES_HOTS:", "POSTGRES_HOTS"),
                arguments(COMPOSE, "POSTGRES_HOST: postgres", "POSTGRES_HOST: database", "connects to Postgres at"),
                arguments(COMPOSE, "POSTGRES_DB: saas", "POSTGRES_DB: other", "connects to Postgres at"),
                arguments(COMPOSE, "SERVERS: kafka:19092", "SERVERS: kafka:9092", "connects to Kafka at kafka:9092"),
                arguments(COMPOSE, "127.0.0.1:8082:8082", "127.0.0.1:8082:8080", "but the app listens on [8082]"),
                arguments(COMPOSE, "127.0.0.1:5432:5432", "5432:5432", "is open to every address"),
                arguments(COMPOSE, "KAFKA_NODE_ID:", "KAFKA_NODE_IDS:", "KAFKA_NODE_IDS is no setting of Kafka's"),
                arguments(COMPOSE, "_NAMES: CONTROLLER", "_NAMES: CONTROL", "Kafka refuses its settings"),
                arguments(COMPOSE, "apache/kafka:4.3.1", "apache/kafka:latest", "is another one tomorrow"),
                arguments(COMPOSE, "postgres:16.15", "postgres:16", "image postgres:16 is another one tomorrow"),
                arguments("cdc/Dockerfile", "17.0.20.1_1-jre-noble", "17-jre", "which is another one tomorrow"),
                arguments("cdc/Dockerfile", "/health/live", "/health/ready", "asks for its health elsewhere"),
                arguments("stream-app/Dockerfile", "/health/live", "/health/ready", "asks for its health elsewhere"),
                arguments("stream-app/Dockerfile", "17.0.20.1_1-jre-noble", "17.0-jre-noble", "another one tomorrow"),
                arguments(COMPOSE, "seed.sql:/", "seeds.sql:/", "seeds.sql, which does not exist"),
                arguments(COMPOSE, "PASSWORD_FILE: /run/secrets/postgres-password", "PASSWORD: x", "holds a secret"),
                arguments(COMPOSE, "      - postgres-admin-url\n", "", "which is not mounted"),
                arguments(COMPOSE, "file: ./secrets/postgres-admin-url", "file: ./url", "make-secrets makes"),
                arguments(COMPOSE, "\"--apply\"", "\"--aply\"", "does not take"),
                arguments(COMPOSE, "      prepare-source:\n", "      prepare:\n", "depends on prepare, which"),
                arguments("cdc/Dockerfile", "EXPOSE 8081", "EXPOSE 8080", "exposes [8080]"),
                arguments("cdc/Dockerfile", ":8081/health", ":8080/health", "asks for its health elsewhere"),
                arguments("cdc/Dockerfile", "HTTP_HOST=0.0.0.0", "HTTP_HOST=127.0.0.1", "nobody reaches it"),
                arguments("cdc/Dockerfile", "cdc.CdcMain", "cdc.Main", "not io.licensewatch.cdc.CdcMain"),
                arguments("cdc/Dockerfile", "CMD [\"cdc\"]", "CMD [\"feed\"]", "passes [feed]"),
                arguments("cdc/Dockerfile", "USER 10001:10001", "USER root", "runs as root"),
                arguments("cdc/Dockerfile", "target/dist/lib", "target/lib", "copies target/lib, which nobody makes"),
                arguments("cdc/.dockerignore", "!target/dist/lib", "", "which .dockerignore keeps from it"),
                arguments("stream-app/Dockerfile", "STATE_DIR=", "STATE_DIRECTORY=", "STREAMS_STATE_DIRECTORY"),
                arguments("worker/Dockerfile", "/health/live", "/health/ready", "asks for its health elsewhere"),
                arguments("worker/Dockerfile", "EXPOSE 8083", "EXPOSE 8080", "exposes [8080]"),
                arguments("worker/Dockerfile", "CMD [\"worker\"]", "CMD [\"work\"]", "passes [work]"),
                arguments("worker/.dockerignore", "!target/dist/lib", "", "which .dockerignore keeps from it"),
                arguments(COMPOSE, "127.0.0.1:8083:8083", "127.0.0.1:8083:8080", "but the app listens on [8083]"),
                arguments("console/Dockerfile", "EXPOSE 8090 8084", "EXPOSE 8090", "exposes [8090]"),
                arguments("console/Dockerfile", "CMD [\"console\"]", "CMD [\"show\"]", "passes [show]"),
                arguments("console/.dockerignore", "!target/dist/lib", "", "which .dockerignore keeps from it"),
                arguments(COMPOSE, "127.0.0.1:8090:8090", "8090:8090", "is open to"),
                arguments(
                        COMPOSE,
                        "LICENSEWATCH_CONSOLE_TOKENS_FILE",
                        "LICENSEWATCH_CONSOLE_TOKEN_FILE",
                        "CONSOLE_TOKEN_FILE"),
                arguments(
                        COMPOSE,
                        "      LICENSEWATCH_CONSOLE_TOKENS_FILE: /run/secrets/console-tokens\n",
                        "",
                        "there is no login"),
                arguments(COMPOSE, "      - worker-password\n", "", "which is not mounted"),
                arguments("stream-app/pom.xml", "maven-dependency-plugin", "maven-jar-plugin", "which nobody makes"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("mistakes")
    void a_mistake_is_noticed(String file, String right, String wrong, String problem) {
        Repository mistaken = Repository.here().with(file, text -> text.replace(right, wrong));
        assertThat(problems(mistaken)).anyMatch(found -> found.contains(problem));
    }

    private static List<String> problems(Repository repository) {
        List<String> problems = new ArrayList<>();
        for (App app : App.values()) {
            problems.addAll(ImageCheck.problems(repository, app));
        }
        ComposeFile compose = compose(repository);
        for (Service service : compose.services()) {
            problems.addAll(ServiceCheck.problems(repository, compose, service));
            App.of(service.build())
                    .ifPresent(
                            app -> problems.addAll(WiringCheck.problems(repository, compose, service, app, secrets)));
            if (service.name().equals("kafka")) {
                problems.addAll(BrokerCheck.problems(service));
            }
        }
        return problems;
    }

    private static ComposeFile compose(Repository repository) {
        return ComposeFile.parse(repository.text(COMPOSE));
    }

    private static List<String> contents() throws Exception {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(secrets)) {
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readString(file));
            }
        }
        return contents;
    }
}
