package io.licensewatch.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node, broker and controller at once, in this JVM, on 127.0.0.1. Topics are not created on first use, as in
 * production. It is no place for data that matters: one replica, no forced writes.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;
    private static final int START_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * @param directory where logs are kept; an earlier broker's is taken over with all that is in it
     * @param port to listen on; 0 for any free one
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** @param further settings of the node; they win */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> further) {
        return start(directory, port, further, List.of());
    }

    /** @param more ways to the node, beside the usual one */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> further, List<Listener> more) {
        format(directory);
        for (int attempt = 1; ; attempt++) {
            int listenAt = port == 0 ? Ports.free() : port;
            if (!Ports.isFree(listenAt)) {
                throw EmbeddedStartException.taken(listenAt);
            }
            KafkaRaftServer server = new KafkaRaftServer(config(directory, listenAt, further, more), Time.SYSTEM);
            try {
                server.startup();
                return new EmbeddedKafka(server, listenAt);
            } catch (RuntimeException e) {
                server.shutdown();
                // Another process may take the free port before it is used.
                if (attempt == START_ATTEMPTS || !causedByTakenPort(e)) {
                    throw new EmbeddedStartException("embedded Kafka did not start: " + e.getMessage(), e);
                }
            }
        }
    }

    public int port() {
        return port;
    }

    /** For clients: {@code host:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static boolean causedByTakenPort(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Formatter formatter = new Formatter();
            formatter
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .run();
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot make Kafka's directory " + directory + ": " + e, e);
        } catch (Exception e) { // Formatter.run declares no less
            throw new IllegalStateException("cannot format Kafka's directory " + directory, e);
        }
    }

    private static KafkaConfig config(Path directory, int port, Map<String, String> further, List<Listener> more) {
        StringBuilder bound = new StringBuilder("BROKER://127.0.0.1:" + port);
        StringBuilder advertised = new StringBuilder(bound);
        StringBuilder protocols = new StringBuilder("BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        Map<String, Object> config = new HashMap<>();
        for (Listener way : more) {
            bound.append(",").append(way.name()).append("://127.0.0.1:").append(way.port());
            advertised.append(",").append(way.name()).append("://127.0.0.1:").append(way.advertised());
            protocols.append(",").append(way.name()).append(":").append(way.protocol());
            way.config().forEach((name, value) -> config.put("listener.name." + way.name() + "." + name, value));
        }
        int controllerPort = Ports.free();
        config.put("process.roles", "broker,controller");
        config.put("node.id", NODE);
        config.put("log.dirs", directory.toString());
        config.put("listeners", bound + ",CONTROLLER://127.0.0.1:" + controllerPort);
        config.put("advertised.listeners", advertised.toString());
        config.put("listener.security.protocol.map", protocols.toString());
        config.put("inter.broker.listener.name", "BROKER");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        config.putAll(SINGLE_NODE);
        config.putAll(further);
        return new KafkaConfig(config);
    }

    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "3"),
            // It may be unused for longer than a week; without the group's offsets, stream-app refuses its state.
            Map.entry("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE)),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // It would leave partitions without a leader while transactions still end; Kafka 4.3 takes such partitions
            // for
            // deleted ones and never marks the transaction's end there, so that readers do not get past it.
            Map.entry("controlled.shutdown.enable", "false"),
            // A consumer group of one does not wait for others.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A hundred small partitions: the defaults (10 MB of index each) would fill a disk.
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            // After a kill, the node's next life waits until the session of the former one has timed out (9 s by
            // default).
            Map.entry("broker.heartbeat.interval.ms", "1000"),
            Map.entry("broker.session.timeout.ms", "5000"));
}
