package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.command.Reported;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.reference.RoleStandings;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine of one task under default rules, in memory; a test writes its rows and frontiers by hand. */
final class OneTask {
    final SortedKeyValues state = new SortedKeyValues();
    final SortedKeyValues timers = new SortedKeyValues();
    final Published published = new Published();
    final List<TenantStatus> statuses = published.statuses;
    final List<AlertEvent> alerts = published.alerts;
    private final Covering covering = new Covering();
    private final EngineSettings settings;
    private TenantEngine engine;
    private DetectionSettings detection = DetectionSettings.defaults();
    private final List<String> tables;
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;
    private long commit = 50;
    private int epoch = 1;
    private List<Frontier.Resync> resyncs = List.of();
    private List<String> enforced = List.of();

    /** @param tables those that are captured, in order */
    OneTask(EngineSettings settings, String... tables) {
        this.tables = List.of(tables);
        this.settings = settings;
        this.engine = engine();
    }

    private TenantEngine engine() {
        return new TenantEngine(
                state,
                timers,
                new RuleBook(
                        ZoneOffset.UTC,
                        new TenantDetectors(detection),
                        new AlertEvaluator(
                                ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ofHours(24))),
                settings,
                0,
                published);
    }

    TenantEngine current() {
        return engine;
    }

    /** From nothing but its state. */
    void restart() {
        engine = engine();
    }

    /** As {@link #restart}, under other rules. */
    void restart(DetectionSettings otherRules) {
        detection = otherRules;
        restart();
    }

    /** Removes whatever begins with it from the state. */
    void forget(byte[] prefix) {
        List<byte[]> keys = new ArrayList<>();
        state.scan(prefix, KeyWriter.after(prefix), (key, value) -> keys.add(key));
        keys.forEach(state::delete);
    }

    /** So much is written to the source's log that is none of ours. */
    void logGrows(long bytes) {
        lsn += bytes;
        commit = lsn;
    }

    Instant now() {
        return now;
    }

    /** Rows from here on are written later. */
    void passes(Duration time) {
        now = now.plus(time);
    }

    void put(SourceTable table, String id, Map<String, Object> row) {
        take(later(table, id, row));
    }

    /** A row that the transaction of a command has written. */
    void put(SourceTable table, String id, Map<String, Object> row, String commandId) {
        take(later(table, id, row).by(commandId));
    }

    void delete(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        take(written(table, id, RowChange.Op.DELETE, row));
    }

    void truncate(SourceTable table) {
        lsn++;
        take(written(table, "", RowChange.Op.TRUNCATE, null));
    }

    /** A new snapshot of everything begins; with none of its rows. */
    void newEpoch() {
        epoch++;
        resyncs = List.of();
    }

    /** A row that the snapshot brings. */
    void snapshot(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        take(written(table, id, RowChange.Op.READ, row, 0));
    }

    /** From the next frontier on, rows of the table that stand before this point are gone. */
    void resynced(SourceTable table) {
        lsn++;
        List<Frontier.Resync> more = new ArrayList<>(resyncs);
        more.removeIf(former -> former.table().equals(table.qualifiedName()));
        more.add(new Frontier.Resync(table.qualifiedName(), Lsn.text(commit), Lsn.text(lsn)));
        resyncs = more;
    }

    /** From here on foreign keys hold these columns alone. */
    void enforce(String... columns) {
        enforced = List.of(columns);
    }

    /** What the reference task sends of a role of any tenant; as a delete without a row after it. */
    void standing(String id, RowChange.Op op, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event = event(SourceTable.ROLES, id, op, row, commit);
        boolean isEnforced = enforced.contains(SourceTable.ROLES.heldBy().orElseThrow());
        String key = RoleStandings.sentAs(new String(event.key(), StandardCharsets.UTF_8));
        engine.onReferenceChange(
                key.getBytes(StandardCharsets.UTF_8),
                Envelopes.standing(event, isEnforced).value());
    }

    /** Of a table that has a tenant; the row has none. */
    void putWithoutTenant(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event = event(table, id, RowChange.Op.UPDATE, row, commit);
        engine.onReferenceChange(event.key(), event.value());
    }

    /** A row that is written, and not read before it is {@link #take taken}. */
    Envelopes.Event later(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        return written(table, id, RowChange.Op.UPDATE, row);
    }

    /** A resync of the row's table begins, and reads the row. */
    void readByResync(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        engine.onFrontier(frontier(false));
        take(written(table, id, RowChange.Op.READ, row));
    }

    private Envelopes.Event written(SourceTable table, String id, RowChange.Op op, @Nullable Map<String, Object> row) {
        return written(table, id, op, row, commit);
    }

    private Envelopes.Event written(
            SourceTable table, String id, RowChange.Op op, @Nullable Map<String, Object> row, long previousCommit) {
        Envelopes.Event event = event(table, id, op, row, previousCommit);
        covering.wrote(event, op, false);
        return event;
    }

    private Envelopes.Event event(
            SourceTable table, String id, RowChange.Op op, @Nullable Map<String, Object> row, long previousCommit) {
        Envelopes.Event event = Envelopes.event(
                table,
                Map.of("id", id),
                op,
                op.hasAfter() ? null : row,
                op.hasAfter() ? row : null,
                new SourcePosition(epoch, previousCommit, lsn),
                now);
        boolean saysSo =
                !table.hasTenant() && table.heldBy().filter(enforced::contains).isPresent();
        return saysSo ? Envelopes.enforced(event) : event;
    }

    private Frontier frontier(boolean complete) {
        return new Frontier(
                now, Lsn.text(lsn), Lsn.text(commit), epoch, complete, tables, resyncs, covering.cover(), enforced);
    }

    void take(Envelopes.Event event) {
        SourceTable table = event.table();
        if (table.hasTenant()) {
            engine.onRowChange(event.key(), event.value());
        } else {
            engine.onReferenceChange(event.key(), event.value());
        }
    }

    /** Source time moves, and everything so far is covered; returns whether another step is needed. */
    boolean frontierAfter(Duration time) {
        now = now.plus(time);
        lsn++;
        return engine.onFrontier(frontier(true));
    }

    /** As {@link #frontierAfter}, while a snapshot is being read. */
    boolean frontierInSnapshot(Duration time) {
        now = now.plus(time);
        lsn++;
        return engine.onFrontier(frontier(false));
    }

    /** Source time moves, and all is covered but the last row. */
    boolean frontierBeforeTheLastRow(Duration time) {
        now = now.plus(time);
        return engine.onFrontier(new Frontier(now, Lsn.text(lsn - 1), Lsn.text(commit), epoch, true, tables));
    }

    /** The last command of a type that was issued. */
    RemediationCommand issued(CommandType type) {
        return published.commands.stream()
                .map(Published.Command::command)
                .filter(command -> command.kind() == CommandKind.ISSUE && command.type() == type)
                .reduce((former, later) -> later)
                .orElseThrow();
    }

    /** A worker reports, as it may: nothing is refused. */
    Reports.Taken report(RemediationResult result) {
        try {
            return engine.onResult(result);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** A worker says that it has carried it out, just now. */
    RemediationResult applied(RemediationCommand command) {
        lsn++;
        RemediationResult result = Reported.applied(command, 1, lsn, now);
        report(result);
        return result;
    }

    /** Where the log is. */
    long lsn() {
        return lsn;
    }

    boolean step() {
        return engine.step();
    }

    /** Steps until nothing is left; returns how many it took. */
    int finish() {
        int steps = 1;
        while (engine.step()) {
            steps++;
        }
        return steps;
    }
}
