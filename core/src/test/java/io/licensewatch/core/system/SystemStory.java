package io.licensewatch.core.system;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.engine.Covering;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system engine with a source that is written by hand. It is opened anew before each frontier: only what is stored
 * lives on. Whatever comes out is held against the contracts.
 */
final class SystemStory implements SystemOutput {
    static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    /** Of a clock of which only differences mean something. */
    private static final long MACHINE = 1_000_000_000;

    private static final SourceTable JOBS = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;

    final List<AlertEvent> alerts = new ArrayList<>();
    final List<RemediationCommand> commands = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final List<SystemHealth> healths = new ArrayList<>();
    /** Such as {@code license-expired open}. */
    final List<String> storms = new ArrayList<>();

    final List<String> deadLetters = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();
    final List<String> retired = new ArrayList<>();
    private final SortedKeyValues store = new SortedKeyValues();
    private final SortedKeyValues timers = new SortedKeyValues();
    private final Covering covering = new Covering();
    /** Rows that are written and not read yet. */
    private final List<Envelopes.Event> late = new ArrayList<>();

    private final List<Envelopes.Event> written = new ArrayList<>();
    private boolean readsLate;
    private SystemSettings settings;
    private final EngineSettings engineSettings;
    private final int partitions;
    private SystemEngine engine;
    private Instant now = START;
    private long lsn = 100;
    private int epoch = 1;
    private boolean snapshot;
    private List<String> tables = List.of(JOBS.qualifiedName());

    SystemStory(SystemSettings settings, int partitions, int stepBudget) {
        this.settings = settings;
        this.partitions = partitions;
        this.engineSettings = new EngineSettings(stepBudget, Duration.ZERO);
        this.engine = open();
    }

    SystemStory() {
        this(SystemSettings.defaults(), 1, 1000);
    }

    private SystemEngine open() {
        return new SystemEngine(
                store,
                timers,
                new RuleBook(
                        ZoneOffset.UTC,
                        new TenantDetectors(DetectionSettings.defaults()),
                        new AlertEvaluator(
                                ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ofHours(24))),
                settings,
                engineSettings,
                partitions,
                this);
    }

    SystemEngine engine() {
        return engine;
    }

    /** A position so far behind what has been written. */
    String lsnAhead(long bytes) {
        return Lsn.text(lsn + bytes);
    }

    /** So much is written to the source's log that is none of ours. */
    void logGrows(long bytes) {
        lsn += bytes;
    }

    /** The first job that was written is read again. */
    void readsTheFirstJobAgain() {
        engine.onJob(written.get(0).key(), written.get(0).value());
    }

    void restart() {
        engine = open();
    }

    /** From the next frontier on. */
    void otherRules(SystemSettings others) {
        settings = others;
    }

    void withoutJobsTable() {
        tables = List.of();
    }

    /** The rows to come are read by a snapshot of a new epoch. */
    void snapshotBegins() {
        epoch++;
        lsn = 100;
        snapshot = true;
    }

    Instant now() {
        return now;
    }

    Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    /** @param columns names and values in turn */
    void job(String id, @Nullable Object... columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        for (int i = 0; i < columns.length; i += 2) {
            row.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        write(id, snapshot ? RowChange.Op.READ : RowChange.Op.CREATE, row);
    }

    void deleteJob(String id) {
        write(id, RowChange.Op.DELETE, null);
    }

    private void write(String id, RowChange.Op op, @Nullable Map<String, @Nullable Object> after) {
        lsn++;
        SourcePosition position = snapshot ? new SourcePosition(epoch, 0, 50) : new SourcePosition(epoch, lsn - 1, lsn);
        Envelopes.Event event = Envelopes.event(JOBS, Map.of("id", id), op, null, after, position, now);
        covering.wrote(event, op, false);
        written.add(event);
        if (readsLate) {
            late.add(event);
        } else {
            engine.onJob(event.key(), event.value());
        }
    }

    /** From here on the jobs that are written are not read. */
    void jobsAreRead(boolean atOnce) {
        readsLate = !atOnce;
        if (atOnce) {
            late.forEach(event -> engine.onJob(event.key(), event.value()));
            late.clear();
            finish(engine.step());
        }
    }

    void running(String id, String view, long startedAt) {
        finished(id, view, startedAt, null, false, false);
    }

    void failed(String id, String view, long startedAt, boolean concurrent) {
        finished(id, view, startedAt, at(startedAt + 1).toString(), false, concurrent);
    }

    void succeeded(String id, String view, long startedAt) {
        finished(id, view, startedAt, at(startedAt + 1).toString(), true, false);
    }

    private void finished(
            String id, String view, long startedAt, @Nullable String completedAt, boolean success, boolean concurrent) {
        job(
                id,
                "view_name",
                view,
                "started_at",
                at(startedAt).toString(),
                "completed_at",
                completedAt,
                "success",
                success,
                "error_message",
                null,
                "concurrent",
                concurrent);
    }

    void report(String tenant, boolean live, List<TenantReport.Open> open, String... newlyCritical) {
        engine.onReport(TenantReport.of(tenant, live, open, List.of(newlyCritical), Map.of(), frontier()));
    }

    /** A live tenant without alerts, of which commands wait. */
    void waits(String tenant, Map<String, Long> held) {
        engine.onReport(TenantReport.of(tenant, true, List.of(), List.of(), held, frontier()));
    }

    private Frontier frontier() {
        return new Frontier(now, Lsn.text(lsn + 1), Lsn.text(lsn), epoch, true, tables);
    }

    /** Time passes, and everything so far is covered by a frontier that all tasks pass. */
    void frontierAfter(Duration time) {
        restart();
        now = now.plus(time);
        snapshot = false;
        Frontier frontier = frontier().covering(covering.cover());
        lsn += 2;
        engine.onFrontier(frontier);
        for (int partition = 0; partition < partitions; partition++) {
            passes(partition, frontier);
        }
    }

    /** A frontier that says that tables are being read. */
    void frontierOfASnapshot() {
        frontierOfAReading(List.of());
    }

    /** The same, of tables that are read again; another reading is at another place. */
    void frontierOfAReading(long readAt) {
        frontierOfAReading(List.of(new Frontier.Covered(
                "public.roles", false, 0, true, epoch, Lsn.text(readAt - 1), Lsn.text(readAt), 1_000)));
    }

    private void frontierOfAReading(List<Frontier.Covered> covered) {
        lsn += 2;
        engine.onFrontier(new Frontier(now, Lsn.text(lsn + 1), Lsn.text(lsn), epoch, false, tables).covering(covered));
        lsn += 2;
    }

    /** cdc says how far it is, by whatever clock. */
    void snapshotIsAt(int ofEpoch, long rows, boolean complete) {
        engine.onSnapshot(
                new SnapshotReport(ofEpoch, Instant.parse("1999-12-31T00:00:00Z"), rows, 40_000L, 0, null, complete));
    }

    /** A frontier that only some of the tasks pass; returns it, so that the others may. */
    Frontier frontierFor(Duration time, int... partitionsThatPass) {
        now = now.plus(time);
        Frontier frontier = frontier();
        lsn += 2;
        engine.onFrontier(frontier);
        for (int partition : partitionsThatPass) {
            passes(partition, frontier);
        }
        return frontier;
    }

    void passes(int partition, Frontier frontier) {
        finish(engine.onPassed(partition, frontier));
    }

    private void finish(boolean workLeft) {
        boolean left = workLeft;
        for (int steps = 0; left; steps++) {
            if (steps > 100_000) {
                throw new AssertionError("it never comes to an end");
            }
            left = engine.step();
        }
    }

    void second() {
        frontierAfter(Duration.ofSeconds(1));
    }

    /** @param time since the last frontier */
    void silence(Duration time) {
        engine.onTime(MACHINE, now);
        engine.onTime(MACHINE + time.toMillis(), now.plus(time));
    }

    /** @param time since the story began */
    void machineIsAt(Duration time) {
        engine.onTime(MACHINE + time.toMillis(), START.plus(time));
    }

    /** What was published since the last call, such as {@code view-stale|v OPEN STALE}. */
    List<String> published() {
        List<String> published = alerts.stream()
                .map(alert -> alert.rule() + "|" + alert.subject() + " " + alert.status() + " " + alert.stage())
                .toList();
        alerts.clear();
        return published;
    }

    SystemHealth health() {
        return healths.get(healths.size() - 1);
    }

    @Override
    public void alert(AlertEvent event) {
        validate(
                Topics.ALERTS,
                event.key(),
                JsonCodec.ALERT.encode(event),
                Map.of(
                        RecordHeaders.TENANT, event.tenantId(),
                        RecordHeaders.RULE, event.rule(),
                        RecordHeaders.SEVERITY, event.severity().name(),
                        RecordHeaders.LEVEL, event.level().name(),
                        RecordHeaders.TYPE, event.status().name()));
        alerts.add(event);
    }

    @Override
    public void retireAlert(String tenantId, String alertKey, Instant at) {
        retired.add(alertKey);
    }

    @Override
    public void command(RemediationCommand command, @Nullable AlertEvent cause) {
        validate(
                Topics.COMMANDS,
                command.tenantId(),
                JsonCodec.COMMAND.encode(command),
                Map.of(
                        RecordHeaders.TENANT, command.tenantId(),
                        RecordHeaders.TYPE, command.type().name(),
                        RecordHeaders.KIND, command.kind().name()));
        commands.add(command);
    }

    @Override
    public void health(SystemHealth health) {
        validate(
                Topics.HEALTH,
                SystemHealth.KEY,
                JsonCodec.SYSTEM_HEALTH.encode(health),
                Map.of(RecordHeaders.TENANT, "_system", RecordHeaders.TYPE, "health"));
        healths.add(health);
    }

    @Override
    public void storm(StormReport report) {
        storms.add(report.rule() + (report.open() ? " open" : " ended"));
    }

    @Override
    public void verdict(Verdict verdict) {
        verdicts.add(verdict);
    }

    @Override
    public void deadLetter(byte[] key, byte[] value, String reason) {
        deadLetters.add(reason);
    }

    @Override
    public void leftOut(String table, String column) {
        leftOut.add(table + "." + column);
    }

    private static void validate(String topic, String key, byte[] value, Map<String, String> headers) {
        ContractValidator.validate(topic, key.getBytes(StandardCharsets.UTF_8), value, headers);
    }
}
