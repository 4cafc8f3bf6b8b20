package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Arrivals;
import io.licensewatch.core.frontier.FrontierAdmission;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.reference.RoleStandings;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Moves the data that all tenants share with the frontier: a row is queued until the frontier that covers it, and is sent before that
 * frontier, in source order. So no tenant task ever has half of a transaction on reference data.
 *
 * <p>Input is queued at once. It is sent in steps, each of which runs the phases in their order. A frontier that has overtaken rows that it
 * covers waits for them.
 */
public final class ReferenceEngine {
    private final FrontierAdmission admission;
    private final FrontierGate gate;
    private final Intake reference;
    private final Intake tenantless;
    private final Intake roles;
    private final Phases phases;
    private final int rowsPerStep;

    /** @param rowsPerStep most rows that a step sends */
    public ReferenceEngine(KeyValues store, FrontierRules rules, int rowsPerStep, ReferenceOutput output) {
        this.rowsPerStep = rowsPerStep;
        DurableQueue rows = ReferenceSpace.queuedRows(store);
        KeyValues arrivals = ReferenceSpace.ARRIVALS.of(store);
        this.reference = new Intake(
                ReferenceSpace.FAR_REFERENCE_ROWS.of(store),
                Arrivals.ofReference(arrivals),
                new ReferenceRows(
                        rows,
                        output,
                        new StandingFilter(ReferenceSpace.SENT_USERS.of(store), StandingFilter.Plain.USERS)));
        this.tenantless = new Intake(
                ReferenceSpace.FAR_TENANTLESS_ROWS.of(store),
                Arrivals.ofTenantless(arrivals),
                new TenantlessRows(rows, output));
        this.roles = new Intake(
                ReferenceSpace.FAR_ROLES.of(store),
                Arrivals.ofStandings(arrivals),
                new Roles(
                        rows,
                        output,
                        new StandingFilter(ReferenceSpace.SENT_ROLES.of(store), StandingFilter.Plain.ROLES)));
        this.admission = new FrontierAdmission(ReferenceSpace.ADMISSION.of(store), rules);
        this.gate = new FrontierGate(
                ReferenceSpace.WAITING_FRONTIERS.of(store),
                List.of(
                        new FrontierGate.Input(reference, ReferenceEngine::isReference),
                        new FrontierGate.Input(tenantless, Frontier.Covered::tenantless),
                        new FrontierGate.Input(roles, Frontier.Covered::standings)));
        this.phases = Phases.of(
                new FarRowsFirst(reference, tenantless, roles),
                new CompleteFrontier(gate),
                new SendCoveredRows(gate, rows, output),
                new SendFrontier(gate, output));
    }

    private static boolean isReference(Frontier.Covered rows) {
        return !rows.tenantless()
                && !rows.standings()
                && Arrivals.table(rows).filter(SourceTable::isReference).isPresent();
    }

    private static final class ReferenceRows extends QueuedRows {
        private final StandingFilter users;

        ReferenceRows(DurableQueue queue, ReferenceOutput output, StandingFilter users) {
            super(queue, output);
            this.users = users;
        }

        @Override
        boolean brings(SourceTable table) {
            return table.isReference();
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
            boolean passes = table == SourceTable.AUTH_USERS ? users.filter(change) : true;
            if (passes) {
                queue(change, key, value);
            }
        }
    }

    private static final class TenantlessRows extends QueuedRows {
        TenantlessRows(DurableQueue queue, ReferenceOutput output) {
            super(queue, output);
        }

        @Override
        boolean brings(SourceTable table) {
            return table.hasTenant();
        }
    }

    private static final class Roles extends QueuedRows {
        private final StandingFilter filter;

        Roles(DurableQueue queue, ReferenceOutput output, StandingFilter filter) {
            super(queue, output);
            this.filter = filter;
        }

        @Override
        boolean brings(SourceTable table) {
            return table == SourceTable.ROLES;
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
            boolean passes = filter.filter(change);
            if (passes) {
                queue(change, sentAs(key), value);
            }
        }

        private static byte[] sentAs(byte[] key) {
            return RoleStandings.sentAs(new String(key, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A change of a table without a tenant. */
    public void onChange(byte[] key, byte[] value) {
        reference.take(key, value);
    }

    /** A change of a row that lacks the tenant of its table. */
    public void onTenantlessChange(byte[] key, byte[] value) {
        tenantless.take(key, value);
    }

    /** A change of a role of any tenant. */
    public void onStanding(byte[] key, byte[] value) {
        roles.take(key, value);
    }

    /**
     * A frontier. It is sent after the rows that it covers.
     *
     * @param stampedAt the timestamp of its record
     * @param machine this machine's clock, by which impossible times are rejected
     * @throws MalformedRecordException when it is not admitted
     */
    public void onFrontier(Frontier frontier, Instant stampedAt, Instant machine) throws MalformedRecordException {
        Frontier admitted = admission.admit(frontier, stampedAt, machine);
        reference.onFrontier(admitted);
        tenantless.onFrontier(admitted);
        roles.onFrontier(admitted);
        gate.add(admitted);
    }

    /**
     * Sends some of the rows that the first frontier covers, and after the last of them the frontier.
     *
     * @return whether something is left for another step
     */
    public boolean step() {
        return phases.run(StepBudget.ofRows(rowsPerStep)) == Phase.Left.MORE;
    }

    /** Whether rows wait because no frontier is near their position. */
    public boolean keepsFarRows() {
        return reference.keepsFarRows() || tenantless.keepsFarRows() || roles.keepsFarRows();
    }

    /** The first rows that the first frontier waits for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }
}
