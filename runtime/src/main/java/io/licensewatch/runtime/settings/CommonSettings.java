package io.licensewatch.runtime.settings;

import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The settings of every process of licensewatch. */
public final class CommonSettings {
    public static final Setting<String> KAFKA_BOOTSTRAP_SERVERS = Setting.of(
                    "licensewatch.kafka.bootstrap-servers",
                    ValueType.STRING,
                    "Kafka brokers to connect to first, host:port, comma-separated.")
            .defaultsTo("localhost:9092");
    public static final Setting<SecurityProtocol> KAFKA_SECURITY_PROTOCOL = Setting.of(
                    "licensewatch.kafka.security-protocol",
                    ValueType.enumOf(SecurityProtocol.class),
                    "Security protocol of the connection to Kafka: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.")
            .defaultsTo("PLAINTEXT");
    public static final Setting<Optional<String>> KAFKA_SASL_MECHANISM = Setting.of(
                    "licensewatch.kafka.sasl-mechanism",
                    ValueType.choice("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
                    "SASL mechanism: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.")
            .optional();
    public static final Setting<Optional<String>> KAFKA_SASL_USERNAME = Setting.of(
                    "licensewatch.kafka.sasl-username", ValueType.STRING, "SASL user.")
            .optional();
    public static final Setting<Optional<String>> KAFKA_SASL_PASSWORD = Setting.of(
                    "licensewatch.kafka.sasl-password", ValueType.STRING, "Password of that user.")
            .optional()
            .asSecret();
    public static final Setting<Optional<Path>> KAFKA_SSL_TRUSTSTORE_LOCATION = Setting.of(
                    "licensewatch.kafka.ssl-truststore-location",
                    ValueType.PATH,
                    "Trust store with the CA of Kafka's certificates; by default the Java runtime's.")
            .optional();
    public static final Setting<Optional<String>> KAFKA_SSL_TRUSTSTORE_PASSWORD = Setting.of(
                    "licensewatch.kafka.ssl-truststore-password", ValueType.STRING, "Password of the trust store.")
            .optional()
            .asSecret();

    public static final Setting<String> TOPICS_PREFIX = Setting.of(
                    "licensewatch.topics.prefix",
                    ValueType.matching("[a-zA-Z0-9._-]+", "letters, digits, . _ and -"),
                    "Prefix of the source topics; the same in every process.")
            .defaultsTo(Topics.DEFAULT_PREFIX);
    public static final Setting<Integer> TOPICS_PARTITIONS = Setting.of(
                    "licensewatch.topics.partitions",
                    ValueType.intBetween(1, 10_000),
                    "Partitions of every topic that is partitioned by tenant; the same in every process.")
            .in("partitions")
            .defaultsTo(Integer.toString(Topics.DEFAULT_PARTITIONS));
    public static final Setting<Integer> TOPICS_REPLICATION_FACTOR = Setting.of(
                    "licensewatch.topics.replication-factor",
                    ValueType.intBetween(-1, Short.MAX_VALUE),
                    "Replication factor of new topics; -1 takes the broker's default.")
            .in("replicas")
            .defaultsTo("-1");

    public static final Setting<Integer> TOPICS_MAX_RECORD_BYTES = Setting.of(
                    "licensewatch.topics.max-record-bytes",
                    ValueType.intBetween(1 << 20, 256 << 20),
                    "Largest record in any topic, which has a row's old and new image as JSON; the same in every process.")
            .in("bytes")
            .defaultsTo(Integer.toString(Topics.DEFAULT_MAX_RECORD_BYTES));

    public static final Setting<String> HTTP_HOST = Setting.of(
                    "licensewatch.http.host",
                    ValueType.STRING,
                    "Address that metrics and health are served on; 0.0.0.0 for all.")
            .defaultsTo("127.0.0.1");

    private CommonSettings() {}

    /** The port for metrics and health; each app has its own default so that all fit on one machine. */
    public static Setting<Integer> httpPort(int defaultPort) {
        return Setting.of(
                        "licensewatch.http.port",
                        ValueType.intBetween(-1, 65_535),
                        "Port that metrics and health are served on; 0 for any free port, -1 for none.")
                .defaultsTo(Integer.toString(defaultPort));
    }

    public static List<Setting<?>> kafka() {
        return List.of(
                KAFKA_BOOTSTRAP_SERVERS,
                KAFKA_SECURITY_PROTOCOL,
                KAFKA_SASL_MECHANISM,
                KAFKA_SASL_USERNAME,
                KAFKA_SASL_PASSWORD,
                KAFKA_SSL_TRUSTSTORE_LOCATION,
                KAFKA_SSL_TRUSTSTORE_PASSWORD);
    }

    public static List<Setting<?>> topics() {
        return List.of(TOPICS_PREFIX, TOPICS_PARTITIONS, TOPICS_REPLICATION_FACTOR, TOPICS_MAX_RECORD_BYTES);
    }

    /**
     * Connection and login properties for all Kafka clients: admin, producer, consumer and Streams.
     *
     * @throws ConfigurationException when the protocol asks for a login and no full login is given
     */
    public static Map<String, Object> kafkaProperties(Settings settings) {
        return KafkaClientProperties.of(settings);
    }

    /** The topic catalogue under these settings. */
    public static Topics topics(Settings settings) {
        return new Topics(
                settings.get(TOPICS_PREFIX), settings.get(TOPICS_PARTITIONS), settings.get(TOPICS_MAX_RECORD_BYTES));
    }
}
