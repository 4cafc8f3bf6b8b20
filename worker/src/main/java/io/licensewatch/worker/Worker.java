package io.licensewatch.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.Version;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaFault;
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
 * The worker as a part of a process: started with settings, closed within about ten seconds.
 *
 * <pre>{@code
 * try (Worker worker = Worker.start(settings, registry, failure -> ...)) {
 *     ...
 * }
 * }</pre>
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** What it reads and writes. Its rights do not let it create them. */
    private static final Set<String> TOPICS =
            Set.of(Topics.COMMANDS, Topics.ACTIONS, Topics.RESULTS, Topics.PAUSES, Topics.DEAD_LETTERS);

    private final WorkerThreads threads;
    private final CommandCounts counts;

    private Worker(WorkerThreads threads, CommandCounts counts) {
        this.threads = threads;
        this.counts = counts;
    }

    /** Every setting that {@link #start} takes. */
    public static List<Setting<?>> settings() {
        return WorkerSettings.all();
    }

    public static Setting<Integer> httpPort() {
        return WorkerSettings.HTTP_PORT;
    }

    /**
     * Checks that the source is prepared, waits for the topics that stream-app creates, and starts; returns while it joins its
     * group.
     *
     * @param whenFailed called once, from another thread, for a reason that does not pass
     * @throws UnfitSourceException when Postgres cannot be reached, refuses the login, or is not prepared
     * @throws KafkaFault when it refuses the login, or does not allow what the worker does
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
                    .log("no mail or webhook is configured for these: they are answered UNSUPPORTED");
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

    /** Whether the process should go on living. */
    public List<HealthCheck> live() {
        return threads.live();
    }

    /** Whether commands are carried out: every thread works, with Postgres and Kafka there. */
    public List<HealthCheck> ready() {
        return threads.ready();
    }

    @Override
    public void close() {
        threads.close();
        counts.close();
    }
}
