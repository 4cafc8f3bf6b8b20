package io.licensewatch.streams;

import io.licensewatch.core.engine.Backfill.Stage;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.lineage.Cluster;
import io.licensewatch.streams.lineage.CommittedReader;
import io.licensewatch.streams.lineage.GroupInputs;
import io.licensewatch.streams.lineage.StreamClients;
import io.licensewatch.streams.lineage.TaskLineages;
import io.licensewatch.streams.metrics.BackfillBoard;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.published.PublicTopics;
import io.licensewatch.streams.settings.Rules;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.store.StoreMemory;
import io.licensewatch.streams.store.WriteBehindBuilder;
import io.licensewatch.streams.topology.LicensewatchTopology;
import io.licensewatch.streams.topology.Names;
import io.licensewatch.streams.topology.StreamProperties;
import io.licensewatch.streams.topology.SystemTask;
import io.licensewatch.streams.topology.TaskGauges;
import io.licensewatch.streams.topology.TenantTasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running topology of one process. */
public final class StreamApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamApp.class);
    private static final String NO_TASK = "no tenant task runs here";
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final StoreMemory storeMemory;
    private final CommittedReader reader;
    private final Cluster cluster;
    private final boolean member;
    private final KafkaStreamsMetrics kafkaMetrics;
    private final TenantTasks tasks;
    private final Duration frontierFresh;
    private final WallClock clock;

    private StreamApp(
            KafkaStreams streams,
            StoreMemory storeMemory,
            CommittedReader reader,
            Cluster cluster,
            boolean member,
            KafkaStreamsMetrics kafkaMetrics,
            TenantTasks tasks,
            Duration frontierFresh,
            WallClock clock) {
        this.streams = streams;
        this.storeMemory = storeMemory;
        this.reader = reader;
        this.cluster = cluster;
        this.member = member;
        this.kafkaMetrics = kafkaMetrics;
        this.tasks = tasks;
        this.frontierFresh = frontierFresh;
        this.clock = clock;
    }

    /**
     * Creates the topics that it writes, waits for those of cdc, and starts.
     *
     * @param onFailure called when the topology cannot continue; the caller closes
     * @throws TimeoutException when cdc's topics do not appear in time
     */
    public static StreamApp start(Settings settings, MeterRegistry registry, Consumer<Throwable> onFailure)
            throws InterruptedException, TimeoutException {
        RuleBook rules = Rules.of(settings);
        SystemSettings systemRules = Rules.system(settings);
        Plaintext.kafka(settings).ifPresent(words -> LOG.warn("kafka encryption: {}", words));
        Topics topics = CommonSettings.topics(settings);
        String referenceChanges = Names.referenceChangesTopic(settings.get(StreamSettings.APPLICATION_ID));
        String systemEvents = Names.systemEventsTopic(settings.get(StreamSettings.APPLICATION_ID));
        provision(settings, topics, referenceChanges, systemEvents);

        Map<String, Object> kafka = CommonSettings.kafkaProperties(settings);
        Cluster cluster = Cluster.connect(kafka);
        CommittedReader reader = CommittedReader.connect(kafka);
        GroupInputs inputs = new GroupInputs(reader, cluster);
        PublicTopics published = new PublicTopics(reader, topics.partitions());
        TaskLineages lineages = new TaskLineages(settings.get(StreamSettings.APPLICATION_ID), cluster.id(), inputs);
        StreamMetrics metrics = new StreamMetrics(registry, WallClock.SYSTEM);
        EngineSettings engineSettings = StreamSettings.engine(settings, topics.partitions());
        TenantTasks tasks = new TenantTasks(rules, engineSettings, referenceChanges, metrics, lineages, published);
        SystemTask system = new SystemTask(
                rules, systemRules, engineSettings, topics.partitions(), systemEvents, metrics, published);
        new TaskGauges(registry, WallClock.SYSTEM).watch(tasks, system);
        long memory = settings.get(StreamSettings.CACHE_BYTES) / LicensewatchTopology.stores(topics);
        StoreMemory storeMemory = new StoreMemory(settings.get(StreamSettings.ROCKSDB_BYTES));
        Properties properties = StreamProperties.of(settings);
        properties.putAll(storeMemory.config());
        KafkaStreams streams = new KafkaStreams(
                new LicensewatchTopology(
                                topics, tasks, system, WallClock.STEADY, name -> new WriteBehindBuilder(name, memory))
                        .build(),
                properties,
                new StreamClients(inputs));
        streams.setStateListener((now, before) ->
                LOG.atInfo().addKeyValue("from", before).addKeyValue("to", now).log("streams state"));
        streams.setUncaughtExceptionHandler(failure -> {
            onFailure.accept(StreamFailureException.of(failure));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        KafkaStreamsMetrics kafkaMetrics = new KafkaStreamsMetrics(streams);
        kafkaMetrics.bindTo(registry);
        StreamApp app = new StreamApp(
                streams,
                storeMemory,
                reader,
                cluster,
                settings.get(StreamSettings.INSTANCE_ID).isPresent(),
                kafkaMetrics,
                tasks,
                settings.get(StreamSettings.FRONTIER_FRESH),
                WallClock.SYSTEM);
        streams.start();
        return app;
    }

    private static void provision(Settings settings, Topics topics, String referenceChanges, String systemEvents)
            throws InterruptedException, TimeoutException {
        List<TopicSpec> written = new ArrayList<>(topics.publicTopics());
        written.add(topics.withRoom(internalSpec(referenceChanges, topics.partitions())));
        written.add(topics.withRoom(internalSpec(systemEvents, 1)));
        try (TopicProvisioner provisioner = TopicProvisioner.connect(settings)) {
            provisioner.provision(written);
            provisioner.awaitTopics(topics.sourceTopics(), "cdc", settings.get(StreamSettings.START_TIMEOUT));
        }
    }

    /** What a task has taken of it is in the task's state, so a week covers any stop that does not lose more. */
    private static TopicSpec internalSpec(String name, int partitions) {
        return TopicSpec.kept(name, partitions, Duration.ofDays(7));
    }

    /** The process is to be restarted when this is down. */
    public List<HealthCheck> live() {
        return List.of(HealthCheck.of("streams", () -> {
            KafkaStreams.State state = streams.state();
            boolean dead = state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING;
            return dead ? Health.down("streams are " + state) : Health.up("streams are " + state);
        }));
    }

    /** Running, the snapshot complete, the frontier fresh. */
    public List<HealthCheck> ready() {
        return List.of(
                HealthCheck.of("running", this::running),
                HealthCheck.of("snapshot", this::snapshotWhole),
                HealthCheck.of("frontier", this::frontierFresh));
    }

    private Health running() {
        return streams.state() == KafkaStreams.State.RUNNING
                ? Health.up(tasks.running() + " tenant tasks run here")
                : Health.down("streams are " + streams.state());
    }

    private Health snapshotWhole() {
        if (tasks.running() == 0) {
            return Health.up(NO_TASK); // there are more instances than partitions, or it only keeps copies
        }
        return tasks.slowestFrontier()
                .map(frontier -> frontier.snapshotComplete()
                        ? Health.up("snapshot " + frontier.epoch() + " is whole")
                        : Health.down("snapshot " + frontier.epoch() + " is being taken" + progress(Stage.READING)))
                .orElseGet(() -> Health.down("a task has seen no frontier yet" + progress(Stage.READING)));
    }

    private Health frontierFresh() {
        if (tasks.running() == 0) {
            return Health.up(NO_TASK);
        }
        Health age = FrontierAge.health(tasks.slowestPassed(), clock.millis(), frontierFresh);
        return age.isUp() ? age : Health.down(age.detail() + progress(Stage.EVALUATING));
    }

    /** The progress at a stage, if the tasks are at it. */
    private String progress(Stage stage) {
        BackfillBoard backfill = tasks.backfill();
        return backfill.stage()
                .filter(stage::equals)
                .map(at -> "; " + backfill.text())
                .orElse("");
    }

    @Override
    public void close() {
        kafkaMetrics.close();
        // A process that leaves at once lets others take its tasks over without waiting for a timeout. One with an
        // instance id keeps its tasks, and continues with them after its restart.
        CloseOptions leaving = CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(
                        member
                                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leaving)) {
            LOG.warn("streams did not stop within {} s", CLOSE_WITHIN.toSeconds());
        } else {
            storeMemory.close();
        }
        reader.close();
        cluster.close();
    }
}
