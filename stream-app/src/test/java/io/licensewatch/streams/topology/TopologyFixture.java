package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Covering;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.lineage.Inputs;
import io.licensewatch.streams.lineage.TaskLineages;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.published.PublishedBefore;
import io.licensewatch.streams.settings.Rules;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.store.WriteBehindBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The production topology under production settings, with a source that is written by hand. */
final class TopologyFixture implements AutoCloseable {
    static final Topics TOPICS = Topics.defaults();
    static final TaskLineages LINEAGES = new TaskLineages("licensewatch", "none", Inputs.UNKNOWN);
    /** Without users and bundles, so that a test need not make each of them live. */
    private static final List<String> ALL_TABLES = Arrays.stream(SourceTable.values())
            .filter(table -> table != SourceTable.AUTH_USERS && table != SourceTable.LICENSE_FEATURE_BUNDLES)
            .map(SourceTable::qualifiedName)
            .sorted()
            .toList();

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong wallMillis = new AtomicLong();
    private final TopologyTestDriver driver;
    /** Of each CloudEvent that was read, its value. */
    private final Map<String, String> events = new HashMap<>();

    private final Map<SourceTable, Map<String, Map<String, @Nullable Object>>> rows = new HashMap<>();
    private final Covering covering = new Covering();
    /** Rows that are written and not read yet; null while each is read at once. */
    private @Nullable List<Envelopes.Event> late;

    private Instant now;
    private Instant machine;
    private long lsn = 100;
    private long lastCommit = 100;
    private boolean snapshot;
    private int epoch = 1;
    /** So few that state is read again. */
    private static final long STORE_BYTES = 1 << 14;

    private @Nullable String command;
    /** Whether users are captured, and a foreign key holds the column that refers to them. */
    private boolean usersAreHeld;

    TopologyFixture(Path stateDir, Instant start) {
        Settings settings = settings(stateDir);
        now = start;
        machine = start;
        driver = new TopologyTestDriver(topology(settings, registry, wallMillis::get), withStateDir(settings), start);
    }

    /** Every status is published at once, so that a test sees each. */
    static Settings settings(Path stateDir) {
        return Settings.of(
                StreamSettings.all(),
                Map.of(
                        "licensewatch.streams.state-dir",
                        stateDir.toString(),
                        "licensewatch.streams.status-pace",
                        "0ms"));
    }

    static Topology topology(Settings settings, SimpleMeterRegistry registry) {
        return topology(settings, registry, () -> 0);
    }

    private static Topology topology(Settings settings, SimpleMeterRegistry registry, WallClock clock) {
        return wired(settings, registry, clock).build();
    }

    static LicensewatchTopology wired(Settings settings, SimpleMeterRegistry registry, WallClock clock) {
        StreamMetrics metrics = new StreamMetrics(registry, () -> 0);
        TenantTasks tasks = new TenantTasks(
                Rules.of(settings),
                StreamSettings.engine(settings, TOPICS.partitions()),
                Names.referenceChangesTopic(settings.get(StreamSettings.APPLICATION_ID)),
                metrics,
                LINEAGES,
                PublishedBefore.Source.NONE);
        SystemTask system = systemTask(settings, metrics);
        new TaskGauges(registry, () -> 0).watch(tasks, system);
        return new LicensewatchTopology(
                TOPICS, tasks, system, clock, name -> new WriteBehindBuilder(name, STORE_BYTES));
    }

    /** The driver runs one task of each sub-topology. */
    static SystemTask systemTask(Settings settings, StreamMetrics metrics) {
        return new SystemTask(
                Rules.of(settings),
                Rules.system(settings),
                EngineSettings.defaults(),
                1,
                Names.systemEventsTopic(settings.get(StreamSettings.APPLICATION_ID)),
                metrics,
                PublishedBefore.Source.NONE);
    }

    private static Properties withStateDir(Settings settings) {
        return StreamProperties.of(settings);
    }

    /** From here on users are captured, and whoever holds a role is there. */
    void usersAreHeld() {
        usersAreHeld = true;
    }

    /** From here on rows are read by a snapshot, until it is whole. */
    void snapshotBegins() {
        snapshot = true;
    }

    /** A new snapshot reads every row that there is, in the next epoch. */
    void newEpoch() {
        epoch++;
        snapshot = true;
        Map<SourceTable, Map<String, Map<String, @Nullable Object>>> read = new HashMap<>(rows);
        read.forEach((table, byId) -> byId.forEach((id, row) -> pipe(table, id, RowChange.Op.READ, null, row)));
    }

    /** A row goes and the feed loses the change. */
    void lose(SourceTable table, String id) {
        rows.getOrDefault(table, new HashMap<>()).remove(id);
    }

    void snapshotIsWhole() {
        snapshot = false;
        lastCommit = ++lsn;
    }

    /** What is written meanwhile is a command's doing. */
    void carryOut(String id, Runnable changes) {
        command = id;
        changes.run();
        command = null;
    }

    /** A transaction of its own. */
    void put(SourceTable table, String id, @Nullable Object... columns) {
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        after.put("id", id);
        for (int i = 0; i < columns.length; i += 2) {
            after.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        Map<String, @Nullable Object> before =
                rows.computeIfAbsent(table, t -> new HashMap<>()).put(id, after);
        RowChange.Op op = snapshot ? RowChange.Op.READ : before == null ? RowChange.Op.CREATE : RowChange.Op.UPDATE;
        pipe(table, id, op, snapshot ? null : before, after);
    }

    /** A paying tenant whose onboarding is done, by its id as its name. */
    void tenant(String id, String offering) {
        put(
                SourceTable.TENANTS,
                id,
                "name",
                id,
                "status",
                "active",
                "subscription_status",
                "active",
                "subscription_offering_id",
                offering,
                "onboarding_completed",
                true);
    }

    void delete(SourceTable table, String id) {
        pipe(table, id, RowChange.Op.DELETE, rows.getOrDefault(table, Map.of()).get(id), null);
        rows.getOrDefault(table, new HashMap<>()).remove(id);
    }

    private void pipe(
            SourceTable table,
            String id,
            RowChange.Op op,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after) {
        lsn++;
        SourcePosition position = new SourcePosition(epoch, snapshot ? 0 : lastCommit, snapshot ? lastCommit : lsn);
        Envelopes.Event plain = Envelopes.event(table, Map.of("id", id), op, before, after, position, now);
        Envelopes.Event event = command == null ? plain : plain.by(command);
        if (table == SourceTable.AUTH_USERS && usersAreHeld) {
            event = Envelopes.enforced(event);
        }
        covering.wrote(event, op, false);
        if (table == SourceTable.ROLES) {
            covering.wroteStanding(event, op);
        }
        if (late == null) {
            read(event);
        } else {
            late.add(event);
        }
        if (!snapshot) {
            lastCommit = ++lsn;
        }
    }

    private void read(Envelopes.Event event) {
        pipe(TOPICS.table(event.table()), event.key(), event.value());
        if (event.table() == SourceTable.ROLES) {
            Envelopes.Event standing = Envelopes.standing(event, false);
            pipe(TOPICS.standings(event.table()), standing.key(), standing.value());
        }
    }

    /** A second passes, and its frontier is read before the rows that were written in it. */
    void frontierOvertakes(Runnable rows) {
        late = new ArrayList<>();
        rows.run();
        frontierAfter(Duration.ofSeconds(1));
    }

    /** One row of what was overtaken is read. */
    void theNextComes() {
        read(Objects.requireNonNull(late, "something was overtaken").remove(0));
        settle();
    }

    /** What was overtaken is read. */
    void theRestComes() {
        List<Envelopes.Event> rest = Objects.requireNonNull(late, "something was overtaken");
        late = null;
        rest.forEach(this::read);
        settle();
    }

    void pipe(String topic, byte[] key, byte[] value) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(key, value, now);
    }

    /** Somebody else writes a record, with whatever timestamp. */
    void pipe(String topic, byte @Nullable [] key, byte @Nullable [] value, Instant stampedAt) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(key, value, stampedAt));
    }

    /** What a store holds under a key. */
    byte @Nullable [] stored(String store, byte[] key) {
        return ((KeyValues) driver.getStateStore(store)).get(key);
    }

    /** This machine's clock, as the driver has it. */
    Instant machine() {
        return machine;
    }

    /** Time passes, and everything so far is covered. */
    void frontierAfter(Duration time) {
        now = now.plus(time);
        advance(time);
        Frontier frontier = nextFrontier().covering(covering.cover());
        lastCommit = ++lsn;
        pipe(TOPICS.frontier(), Frontier.KEY.getBytes(StandardCharsets.UTF_8), JsonCodec.FRONTIER.encode(frontier));
        settle();
    }

    /** cdc says how far a snapshot is. */
    void snapshotIsAt(int ofEpoch, long rowsWritten, boolean complete) {
        SnapshotReport report = new SnapshotReport(ofEpoch, now, rowsWritten, 4_000_000L, 0, null, complete);
        pipe(TOPICS.snapshot(), SnapshotReport.KEY.getBytes(StandardCharsets.UTF_8), JsonCodec.SNAPSHOT.encode(report));
    }

    private Frontier nextFrontier() {
        lsn++;
        List<String> tables = new ArrayList<>(ALL_TABLES);
        if (usersAreHeld) {
            tables.add(0, SourceTable.AUTH_USERS.qualifiedName());
        }
        return new Frontier(
                now,
                Lsn.text(lsn),
                Lsn.text(lastCommit),
                epoch,
                !snapshot,
                tables,
                List.of(),
                List.of(),
                usersAreHeld ? List.of("user_roles.user_id") : List.of());
    }

    /** One that covers nothing, and is not written. */
    Frontier anotherFrontier() {
        return new Frontier(now, Lsn.text(lsn + 1), Lsn.text(lastCommit), epoch, !snapshot, ALL_TABLES);
    }

    private void advance(Duration time) {
        machine = machine.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** A task waits for its empty inputs, on each of the hops. */
    private void settle() {
        for (int i = 0; i < 6; i++) {
            silence(Duration.ofMillis(200));
        }
    }

    /** Nothing comes for a while, by the machine's clock. */
    void silence(Duration time) {
        wallMillis.addAndGet(time.toMillis());
        advance(time);
    }

    Instant now() {
        return now;
    }

    List<AlertEvent> alerts() {
        return read(Topics.ALERTS, JsonCodec.ALERT);
    }

    List<AlertEvent> currentAlerts() {
        return read(Topics.ALERTS_CURRENT, JsonCodec.ALERT);
    }

    List<RemediationCommand> commands() {
        return read(Topics.COMMANDS, JsonCodec.COMMAND);
    }

    List<Verdict> verdicts() {
        return read(Topics.VERDICTS, JsonCodec.VERDICT);
    }

    /** A worker reports. */
    void report(RemediationResult result) {
        pipe(Topics.RESULTS, result.tenantId().getBytes(StandardCharsets.UTF_8), JsonCodec.RESULT.encode(result));
    }

    /** Somebody decides. */
    void decide(OperatorAction action) {
        pipe(Topics.ACTIONS, action.tenantId().getBytes(StandardCharsets.UTF_8), JsonCodec.ACTION.encode(action));
    }

    /** Where the log is. */
    long lsn() {
        return lsn;
    }

    List<TenantStatus> statuses() {
        return read(Topics.TENANTS, JsonCodec.TENANT_STATUS);
    }

    /** Tenants whose status was withdrawn. */
    List<String> retiredStatuses() {
        return records(Topics.TENANTS).stream()
                .filter(record -> record.value() == null)
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
    }

    List<SystemHealth> health() {
        return read(Topics.HEALTH, JsonCodec.SYSTEM_HEALTH);
    }

    /** The rows that the reference task has sent to each tenant task, by their keys. */
    List<String> referenceChanges() {
        String topic = Names.referenceChangesTopic(Objects.requireNonNull(StreamSettings.APPLICATION_ID.defaultText()));
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList()
                .stream()
                .map(record -> new String(record.key, StandardCharsets.UTF_8))
                .filter(key -> !key.equals(Frontier.KEY))
                .toList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return records(Topics.DEAD_LETTERS);
    }

    /** Every record that is read has been held against its contract. */
    private List<TestRecord<byte[], byte[]>> records(String topic) {
        List<TestRecord<byte[], byte[]>> records = driver.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        for (TestRecord<byte[], byte[]> record : records) {
            ContractValidator.validate(topic, record.key(), record.value(), headers(record));
            // The contract leaves them to others; we write them, but of what is no event.
            boolean event = record.value() != null && !topic.equals(Topics.DEAD_LETTERS);
            String id = headers(record).get(CloudEvent.ID);
            assertThat(id != null).as(topic).isEqualTo(event);
            if (id != null) {
                String value = new String(record.value(), StandardCharsets.UTF_8);
                assertThat(events.merge(headers(record).get(CloudEvent.TYPE) + " " + id, value, (first, next) -> first))
                        .as("the one event of id " + id)
                        .isEqualTo(value);
            }
        }
        return records;
    }

    static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private <T> List<T> read(String topic, JsonCodec<T> codec) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : records(topic)) {
            if (record.value() != null) {
                try {
                    values.add(codec.decode(record.value()));
                } catch (MalformedRecordException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        driver.close();
    }
}
