package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.local.DifferentialRun;
import io.licensewatch.local.Testbed;
import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Theme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;

/** Postgres and Kafka here, both apps as processes, somebody who writes, and what must hold in the end. */
final class Rig implements AutoCloseable {
    /** More and longer rounds; {@code -Dlicensewatch.long}. */
    static final boolean LONG = Boolean.getBoolean("licensewatch.long");

    /** Without a pause, most of what is written is what the writer's own oracle takes, and the apps get what is left of the machine. */
    private static final Duration PACE = Duration.ofMillis(LONG ? 0 : 20);

    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Family FAMILY = Family.STEWARDTRACK;

    final Testbed bed;
    final Bulk bulk;
    final KillableApps apps;
    final Random random;

    private final String name;
    private final long seed;
    private final DifferentialRun writes;
    private final List<CapturedTable> tables;
    private long wroteAt = System.nanoTime();

    /**
     * @param name of the scenario, for people
     * @param bulkRows that one statement writes, at most; about
     */
    Rig(String name, Path directory, int bulkRows, Map<String, String> cdcSettings) throws Exception {
        this(name, directory, bulkRows, cdcSettings, KillableApps.HEAP);
    }

    /** @param cdcHeap in MB */
    Rig(String name, Path directory, int bulkRows, Map<String, String> cdcSettings, int cdcHeap) throws Exception {
        this.name = name;
        this.seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        this.random = new Random(seed);
        System.out.printf("%s: seed %d, logs in target/failure%n", name, seed);
        bed = new Testbed(directory, Map.of(), connection -> JudgedSource.createIn(connection, FAMILY));
        writes = new DifferentialRun(bed, FAMILY, seed, Theme.leftOut());
        bulk = new Bulk(bed, new Random(seed + 1), bulkRows);
        apps = new KillableApps(
                name + "-" + seed, bed.prepareSource(), bed.bootstrapServers(), directory, cdcSettings, cdcHeap);
        try (Connection connection = bed.connect()) {
            tables =
                    new PreparedSource(connection).facts("none", "licensewatch").tables();
        }
        bulk.hire(bulkRows * 2);
        bulk.finish();
        writes.write(40);
    }

    String seed() {
        return name + ", seed " + seed;
    }

    /** A kill interrupts the first snapshot, which starts again at the next start. */
    void killCdcWithinSnapshot() throws Exception {
        apps.startCdc();
        await("cdc's topics")
                .atMost(Testbed.PATIENCE)
                .until(() -> exist(Topics.defaults().checkpoint()));
        try (Traffic rows = rows()) {
            rows.await(1 + random.nextInt(100));
            apps.killCdc();
        }
    }

    /** Both apps run, and the first snapshot is whole; from now on every change of a row is noted. */
    void start() throws Exception {
        start(apps::startStreams);
    }

    /** What starts stream-app. */
    interface Streams {
        void start() throws Exception;
    }

    void start(Streams streams) throws Exception {
        apps.startCdc();
        streams.start();
        await("the apps' topics").atMost(Testbed.PATIENCE).until(() -> {
            apps.live();
            return exist(Topics.defaults().checkpoint(), Topics.DEAD_LETTERS);
        });
        bed.follow();
        bed.whileWaiting(apps::live);
        bed.until("a whole snapshot", () -> bed.frontiers.stream().anyMatch(frontier -> frontier.snapshotComplete()));
        try (var sql = Rig.class.getResourceAsStream("audit.sql")) {
            bed.sql(new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private boolean exist(String... topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.listTopics().keySet().containsAll(List.of(topics));
        }
    }

    /** Requests a resync of a table. */
    void requestResync() throws SQLException {
        try (Connection connection = bed.connect()) {
            new ResyncRequest(
                            KillableApps.SLOT,
                            new UUID(random.nextLong(), random.nextLong()).toString(),
                            List.of("public.user_roles"))
                    .insert(connection);
        }
    }

    /** While nobody writes. */
    void restartPostgres() throws SQLException {
        bulk.finish();
        bed.restartPostgres();
        bulk.reconnect();
        writes.reconnect();
    }

    /** Counts what cdc writes from now on. */
    Traffic rows() {
        return new Traffic(bed.bootstrapServers(), sourceTopics());
    }

    /** Counts what stream-app writes from now on. */
    Traffic published() {
        return new Traffic(bed.bootstrapServers(), List.of(Topics.TENANTS, Topics.ALERTS, Topics.COMMANDS));
    }

    private List<String> sourceTopics() {
        Topics topics = Topics.defaults();
        List<String> names = new ArrayList<>(
                tables.stream().map(table -> topics.table(table.table())).toList());
        names.add(topics.tenantless());
        return names;
    }

    /** Everyday transactions, and bulk. */
    Load load() {
        return load(PACE);
    }

    Load load(Duration pace) {
        return new Load(pace, () -> {
            lookAfterQuiet();
            if (random.nextInt(3) == 0) {
                bulk.write();
                writes.check();
            } else {
                writes.write(1);
            }
            wroteAt = System.nanoTime();
        });
    }

    /** What came true by time alone while nobody wrote must be seen before it is undone. */
    private void lookAfterQuiet() throws SQLException {
        if (System.nanoTime() - wroteAt > QUIET.toNanos()) {
            writes.check();
        }
    }

    /** While nobody writes: everything has been published. */
    void awaitRest() throws SQLException {
        bulk.finish();
        try {
            writes.awaitRest();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(seed() + ": see " + apps.pages() + " for why", e);
        }
    }

    /** Nobody writes any more; once all has been published, it is what it must be. */
    void check() throws Exception {
        bulk.finish();
        String written = feedIsComplete();
        awaitRest();
        writes.settleAndCompare();
        writes.everyOpeningWasJustified();
        assertThat(bed.deadLetters).isEmpty();
        apps.live();
        System.out.printf(
                "%s: %s; %s, %d alerts published%n", seed(), apps.killsSurvived(), written, bed.alerts.size());
    }

    private String feedIsComplete() throws Exception {
        Instant end = bed.now();
        bed.until(
                "a frontier after the last write",
                () -> bed.frontiers.stream()
                        .anyMatch(frontier -> frontier.sourceTime().isAfter(end)));
        try (Connection connection = bed.connect()) {
            FeedOracle oracle = new FeedOracle(records(), tables, connection, seed());
            return oracle.check() + " rows compared, " + oracle.everyChangeCameOnce() + " changes came once, "
                    + oracle.everyChangeNamesItsCommand(bulk.transactions()) + " name their command";
        }
    }

    /** All committed records of the source topics, in order per partition. */
    private List<ConsumerRecord<byte[], byte[]>> records() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = sourceTopics().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    /** Topics, also those of the apps' own, that do not begin with their first record any more. */
    Set<String> deletedFrom() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !Topic.isInternal(partition.topic()))
                    .toList();
            consumer.assign(partitions);
            return consumer.beginningOffsets(partitions).entrySet().stream()
                    .filter(begin -> begin.getValue() > 0)
                    .map(begin -> begin.getKey().topic())
                    .collect(Collectors.toSet());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bed.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "fetch.max.wait.ms",
                        10),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() throws SQLException {
        apps.close();
        bulk.close();
        writes.close();
        bed.close();
    }
}
