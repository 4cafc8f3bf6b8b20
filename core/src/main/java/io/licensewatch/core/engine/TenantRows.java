package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies rows of tables with a tenant, or buffers them. As a phase it applies buffered rows that the present frontier covers. */
final class TenantRows implements Intake.Task, Phase {
    private final TenantStore tenants;
    private final BufferedRows buffered;
    private final SharedRows shared;
    private final EvaluationQueue queue;
    private final Backlog backlog;
    private final SeedMarks seeds;
    private final BackfillProgress progress;
    private final TaskClock clock;
    private final TenantOutput output;
    /** All buffered rows that this frontier covers have been applied; null after a start. */
    private @Nullable SourcePosition releasedUpTo;

    TenantRows(
            TenantStore tenants,
            BufferedRows buffered,
            SharedRows shared,
            EvaluationQueue queue,
            Backlog backlog,
            SeedMarks seeds,
            BackfillProgress progress,
            TaskClock clock,
            TenantOutput output) {
        this.tenants = tenants;
        this.buffered = buffered;
        this.shared = shared;
        this.queue = queue;
        this.backlog = backlog;
        this.seeds = seeds;
        this.progress = progress;
        this.clock = clock;
        this.output = output;
    }

    @Override
    public SourceTable table(RowChange change) throws MalformedRecordException {
        SourceTable table = Intake.watchedTable(change);
        if (!table.hasTenant()) {
            throw new MalformedRecordException(table.qualifiedName() + " has no tenant");
        }
        return table;
    }

    @Override
    public void reject(byte[] key, byte[] value, String reason) {
        output.deadLetter(key, value, reason);
    }

    @Override
    public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) throws MalformedRecordException {
        if (change.op() == RowChange.Op.TRUNCATE) {
            truncate(table, change);
            return;
        }
        if (change.op() == RowChange.Op.READ) {
            progress.snapshotRow();
        }
        String tenantId = tenantOf(table, change);
        if (buffered.buffers(tenantId)) {
            TenantStore.check(table, change);
            buffered.add(tenantId, change, key, value);
        } else {
            apply(table, tenantId, change, clock.now());
        }
    }

    private static String tenantOf(SourceTable table, RowChange change) throws MalformedRecordException {
        Map<String, ?> row = change.after() != null ? change.after() : change.before();
        Object tenantId = row == null ? null : row.get(table.tenantColumn());
        if (tenantId == null || tenantId.toString().isEmpty()) {
            throw new MalformedRecordException("column " + table.tableName() + "." + table.tenantColumn()
                    + " is null or missing (a delete tells it only under REPLICA IDENTITY FULL)");
        }
        if (tenantId instanceof String || tenantId instanceof Long) {
            return tenantId.toString();
        }
        throw new MalformedRecordException(
                "column " + table.tableName() + "." + table.tenantColumn() + " is not a string");
    }

    /** @param now the task's clock, or for a buffered row the time of the frontier that covers it */
    private void apply(SourceTable table, String tenantId, RowChange change, Instant now)
            throws MalformedRecordException {
        SourcePosition since = tenants.apply(table, tenantId, change, now);
        buffered.applied(tenantId, change.position());
        if (change.op() == RowChange.Op.READ) {
            seeds.mark(tenantId);
        }
        queue.rowsChanged(tenantId, new Span(since, Span.later(change.position(), shared.newestCounted())));
    }

    /** Removes a table's rows everywhere. Buffered rows that are older are applied first. */
    private void truncate(SourceTable table, RowChange change) throws MalformedRecordException {
        for (String tenantId : buffered.tenants()) {
            applyBuffered(tenantId, buffered.release(tenantId, change.position()));
            buffered.stopIfEmpty(tenantId);
        }
        TenantStore.Touched touched = tenants.truncate(table, clock.now());
        touched.tenants()
                .forEach(tenantId -> queue.rowsChanged(tenantId, new Span(touched.since(), change.position())));
        buffered.appliedToAny(change.position());
    }

    @Override
    public Left run(StepBudget budget) {
        if (clock.position().equals(releasedUpTo)) {
            return Left.NOTHING;
        }
        int rows = budget.rows();
        for (String tenantId : buffered.tenants()) {
            List<RowChange> released = buffered.release(tenantId, clock.position(), rows);
            applyBuffered(tenantId, released);
            rows -= released.size();
            if (rows == 0) {
                return Left.MORE;
            }
            buffered.stopIfEmpty(tenantId);
        }
        releasedUpTo = clock.position();
        return Left.NOTHING;
    }

    private void applyBuffered(String tenantId, List<RowChange> released) {
        for (RowChange change : released) {
            Frontier covering = backlog.covering(change.position(), clock.present());
            try {
                apply(Intake.watchedTable(change), tenantId, change, covering.sourceTime());
            } catch (MalformedRecordException e) {
                throw new IllegalStateException("a buffered row was decoded when it arrived", e);
            }
        }
    }
}
