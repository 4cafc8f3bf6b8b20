package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.reference.RoleStandings;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;

/** Applies rows that the reference task has sent: of tables without a tenant, and rows that lack the tenant of their table. */
final class SharedRows implements Intake.Task {
    private final TenantStore tenants;
    private final ReferenceStore reference;
    private final TaskClock clock;
    private final EvaluationQueue queue;
    private final ChangedReference changedReference;
    private final TenantOutput output;
    /** The newest row that affects how rows of tenants are counted: of a user, or without a tenant. */
    private SourcePosition newestCounted;

    /** @param newest the newest position that has arrived */
    SharedRows(
            TenantStore tenants,
            ReferenceStore reference,
            TaskClock clock,
            EvaluationQueue queue,
            ChangedReference changedReference,
            SourcePosition newest,
            TenantOutput output) {
        this.tenants = tenants;
        this.reference = reference;
        this.clock = clock;
        this.queue = queue;
        this.changedReference = changedReference;
        this.newestCounted = newest;
        this.output = output;
    }

    /** The newest row of another stream that affects how a tenant's rows are counted. It may be ahead of the tenant's own rows. */
    SourcePosition newestCounted() {
        return newestCounted;
    }

    @Override
    public SourceTable table(RowChange change) throws MalformedRecordException {
        return Intake.watchedTable(change);
    }

    @Override
    public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) throws MalformedRecordException {
        SourcePosition at = change.position();
        if (table == SourceTable.AUTH_USERS) {
            newestCounted = Span.later(newestCounted, at);
            touched(tenants.applyUser(change, clock.now()), at);
            return;
        }
        if (table == SourceTable.ROLES && RoleStandings.isOne(change)) {
            reference.applyStanding(change).forEach(lookup -> changedReference.lookupChanged(lookup, at));
            return;
        }
        if (table.hasTenant()) {
            newestCounted = Span.later(newestCounted, at);
            touched(tenants.applyTenantless(table, change, key, value, clock.now()), at);
        }
        if (table != SourceTable.USER_ROLES) {
            reference.apply(table, change, key, value).forEach(lookup -> changedReference.lookupChanged(lookup, at));
        }
    }

    private void touched(TenantStore.Touched touched, SourcePosition at) {
        touched.tenants().forEach(tenantId -> queue.rowsChanged(tenantId, new Span(touched.since(), at)));
    }

    @Override
    public void reject(byte[] key, byte[] value, String reason) {
        output.deadLetter(key, value, reason);
    }
}
