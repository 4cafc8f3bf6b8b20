package io.licensewatch.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.KafkaFault;
import io.licensewatch.runtime.process.Version;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.loop.LoopMetrics;
import io.licensewatch.worker.loop.WorkerThreads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker as a component: started with settings, closed within about ten seconds.
 *
 * <pre>{@code
 * try (Worker worker = Worker.start(settings, registry, failure -> ...)) {
 *     ...
 * }
 * }</pre>
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** The topics that it reads and writes. Its ACLs do not allow it to create them. */
    private static final Set<String> TOPICS =
            Set.of(Topics.COMMANDS, Topics.ACTIONS, Topics.RESULTS, Topics.PAUSES, Topics.DEAD_LETTERS);

    private final WorkerThreads threads;
    private final CommandCounts counts;

    private Worker(WorkerThreads threads, CommandCounts counts) {
        this.threads = threads;
        this.counts = counts;
    }

    /** Every setting of {@link #start}. */
    public static List<Setting<?>> settings() {
        return WorkerSettings.all();
    }

    /**
     * Checks that the source is prepared, waits for the topics that stream-app creates, and starts; returns before it has joined
     * its group.
     *
     * @param whenFailed called once, from another thread, for a permanent failure
     * @throws UnfitSourceException if Postgres cannot be reached, refuses the login, or is not prepared
     * @throws KafkaFault if Kafka refuses the login, or does not authorize the worker
     */
    public static Worker start(Settings given, MeterRegistry registry, Consumer<Throwable> whenFailed)
            throws InterruptedException {
        WorkerSettings settings = WorkerSettings.of(given);
        Plaintext.kafka(given).ifPresent(words -> LOG.warn("kafka encryption: {}", words));
        PreparedLedger.require(settings);
        awaitTopics(given);
        ExternalWork externals = new ExternalWork(settings.mail(), settings.webhook(), Clock.systemUTC());
        List<String> unsupported = externals.unsupported();
        if (!unsupported.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("types", String.join(",", unsupported))
                    .log("no mail or webhook is configured for these types: they are answered with UNSUPPORTED");
        }
        ObjectNode self = self(settings, unsupported);
        Supplier<Ledger> ledgers = () -> new Ledger(
                settings::postgresNow, settings.lockTimeout(), settings.loop().statementTimeout(), self);
        WorkerThreads threads = WorkerThreads.start(
                settings.threads(),
                settings.loop(),
                settings::kafkaNow,
                ledgers,
                externals,
                new LoopMetrics(registry),
                whenFailed);
        return new Worker(threads, CommandCounts.start(ledgers.get(), registry));
    }

    private static ObjectNode self(WorkerSettings settings, List<String> unsupported) {
        ObjectNode self = Json.MAPPER.createObjectNode();
        self.put("id", settings.loop().instance());
        self.put("version", Version.current().number());
        ArrayNode types = self.putArray("unsupported");
        unsupported.forEach(types::add);
        return self;
    }

    private static void awaitTopics(Settings given) throws InterruptedException {
        List<TopicSpec> specs = CommonSettings.topics(given).publicTopics().stream()
                .filter(spec -> TOPICS.contains(spec.name()))
                .toList();
        try (TopicProvisioner provisioner = TopicProvisioner.connect(given)) {
            provisioner.awaitTopics(specs, "stream-app");
        } catch (KafkaException e) {
            throw KafkaFault.of(e, "worker")
                    .<RuntimeException>map(fault -> fault)
                    .orElse(e);
        }
    }

    /** Whether the process should keep running. */
    public List<HealthCheck> live() {
        return threads.live();
    }

    /** Whether commands are executed: all threads work, and Postgres and Kafka answer. */
    public List<HealthCheck> ready() {
        return threads.ready();
    }

    @Override
    public void close() {
        threads.close();
        counts.close();
    }
}
