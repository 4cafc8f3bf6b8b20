package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.HoldSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine of one task under default rules, in memory; a test writes its rows and frontiers by hand. */
final class OneTask {
    final SortedKeyValues state = new SortedKeyValues();
    final SortedKeyValues timers = new SortedKeyValues();
    final List<TenantStatus> statuses = new ArrayList<>();
    final List<AlertEvent> alerts = new ArrayList<>();
    private final Covering covering = new Covering();
    private final EngineSettings settings;
    private TenantEngine engine;
    private final List<String> tables;
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;

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
                        new TenantDetectors(DetectionSettings.defaults()),
                        new AlertDesk(HoldSettings.defaults(), RemedySettings.defaults(), AlertDesk.RETIRE_AFTER)),
                settings,
                0,
                outbox());
    }

    /** From nothing but its state. */
    void restart() {
        engine = engine();
    }

    /** Removes whatever begins with it from the state. */
    void forget(byte[] prefix) {
        List<byte[]> keys = new ArrayList<>();
        state.scan(prefix, KeyWriter.after(prefix), (key, value) -> keys.add(key));
        keys.forEach(state::delete);
    }

    private Outbox outbox() {
        return (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof TenantStatus status) {
                        statuses.add(status);
                    } else if (arguments != null && arguments[0] instanceof AlertEvent alert) {
                        alerts.add(alert);
                    }
                    return null;
                });
    }

    Instant now() {
        return now;
    }

    void put(SourceTable table, String id, Map<String, Object> row) {
        take(later(table, id, row));
    }

    /** A row that is written, and not read before it is {@link #take taken}. */
    Envelopes.Event later(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        return written(table, id, RowChange.Op.UPDATE, row);
    }

    /** The row's table is read anew from here on, and the row is read. */
    void readAnew(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        engine.onFrontier(frontier(false));
        take(written(table, id, RowChange.Op.READ, row));
    }

    private Envelopes.Event written(SourceTable table, String id, RowChange.Op op, Map<String, Object> row) {
        Envelopes.Event event =
                Envelopes.event(table, Map.of("id", id), op, null, row, new SourcePosition(1, 50, lsn), now);
        covering.wrote(event, op, false);
        return event;
    }

    private Frontier frontier(boolean complete) {
        return new Frontier(now, Lsn.text(lsn), Lsn.text(50), 1, complete, tables).covering(covering.cover());
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

    /** Source time moves, and all is covered but the last row. */
    boolean frontierBeforeTheLastRow(Duration time) {
        now = now.plus(time);
        return engine.onFrontier(new Frontier(now, Lsn.text(lsn - 1), Lsn.text(50), 1, true, tables));
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
