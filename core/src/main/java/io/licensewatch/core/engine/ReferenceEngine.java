package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.Arrivals;
import io.licensewatch.core.frontier.FrontierAdmission;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.reference.RoleStandings;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lines up behind the frontier what all tenants share: changes wait until the frontier that covers them has come, and go
 * out before it in source order. So no tenant task ever sees half of a transaction on reference data.
 *
 * <p>What a frontier covers may be a million rows, as in a snapshot: it goes out in steps. A frontier that has overtaken rows
 * which it covers waits for them.
 */
public final class ReferenceEngine {
    private final DurableQueue waiting;
    private final FrontierAdmission admission;
    private final FrontierGate gate;
    private final Intake reference;
    private final Intake tenantless;
    private final Intake standings;

    /** @param rejects where goes what cannot be understood */
    public ReferenceEngine(KeyValues store, FrontierRules rules, Rejects rejects) {
        this.waiting = new DurableQueue(store);
        Space marks = new Space(store, 0x04);
        StandingFilter users = new StandingFilter(new Space(store, 0x0A), StandingFilter.Plain.USERS);
        this.reference = new Intake(
                new Space(store, 0x05), Arrivals.ofReference(marks), new Rows(SourceTable::isReference, rejects) {
                    @Override
                    public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
                        if (table != SourceTable.AUTH_USERS || users.needs(change)) {
                            waits(change, key, value);
                        }
                    }
                });
        this.tenantless = new Intake(
                new Space(store, 0x06), Arrivals.ofTenantless(marks), new Rows(SourceTable::hasTenant, rejects));
        StandingFilter roles = new StandingFilter(new Space(store, 0x09), StandingFilter.Plain.ROLES);
        this.standings = new Intake(
                new Space(store, 0x08),
                Arrivals.ofStandings(marks),
                new Rows(table -> table == SourceTable.ROLES, rejects) {
                    @Override
                    public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
                        if (roles.needs(change)) {
                            waits(change, sentAs(key), value);
                        }
                    }
                });
        this.admission = new FrontierAdmission(new Space(store, 0x07), rules);
        this.gate = new FrontierGate(
                new Space(store, 0x03),
                List.of(
                        new FrontierGate.Input(reference, ReferenceEngine::isReference),
                        new FrontierGate.Input(tenantless, Frontier.Covered::tenantless),
                        new FrontierGate.Input(standings, Frontier.Covered::standings)));
    }

    /** Takes what cannot be understood. */
    @FunctionalInterface
    public interface Rejects {
        void reject(byte[] key, byte[] value, String reason);
    }

    /** All that is understood waits for its frontier; what its columns hold is the tenant tasks' to judge. */
    private class Rows implements Intake.Task {
        private final Predicate<SourceTable> comesHere;
        private final Rejects rejects;

        Rows(Predicate<SourceTable> comesHere, Rejects rejects) {
            this.comesHere = comesHere;
            this.rejects = rejects;
        }

        @Override
        public SourceTable table(RowChange change) throws MalformedRecordException {
            return SourceTable.named(change.schema(), change.table())
                    .filter(comesHere)
                    .orElseThrow(() -> new MalformedRecordException(
                            "table " + change.schema() + "." + change.table() + " is not one of this topic"));
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value) {
            waits(change, key, value);
        }

        void waits(RowChange change, byte[] key, byte[] value) {
            waiting.add(change.position(), key, value);
        }

        @Override
        public void reject(byte[] key, byte[] value, String reason) {
            rejects.reject(key, value, reason);
        }
    }

    /** Where it goes. */
    public interface Out {
        /** @param timestamp source time of the frontier that covers it, ms since 1970 */
        void change(DurableQueue.Item change, long timestamp);

        void frontier(byte[] frontier, long timestamp);
    }

    /** Takes a change of a table that has no tenant. */
    public void onChange(byte[] key, byte[] value) {
        reference.take(key, value);
    }

    /** Takes a change of a row that lacks the tenant which its table has. */
    public void onTenantlessChange(byte[] key, byte[] value) {
        tenantless.take(key, value);
    }

    /** Takes a change of a role, whichever tenant it is of. */
    public void onStanding(byte[] key, byte[] value) {
        standings.take(key, value);
    }

    private static byte[] sentAs(byte[] key) {
        return RoleStandings.sentAs(new String(key, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes a frontier, which goes out after what it covers.
     *
     * @param stampedAt the timestamp of its record
     * @param machine this machine's clock, for what cannot be true
     * @throws MalformedRecordException when it is not let in
     */
    public void onFrontier(Frontier frontier, Instant stampedAt, Instant machine) throws MalformedRecordException {
        Frontier admitted = admission.admit(frontier, stampedAt, machine);
        reference.onFrontier(admitted);
        tenantless.onFrontier(admitted);
        standings.onFrontier(admitted);
        gate.add(admitted);
    }

    /**
     * Lets out some of what the first frontier covers, in source order, and after the last of it the frontier.
     *
     * @return whether something is left for another step
     */
    public boolean step(int limit, Out out) {
        if (reference.step(limit) || tenantless.step(limit) || standings.step(limit)) {
            return true;
        }
        Optional<FrontierGate.Waiting> ready = gate.ready();
        if (ready.isEmpty()) {
            return false;
        }
        Frontier frontier = ready.get().frontier();
        long timestamp = Math.max(0, frontier.sourceTime().toEpochMilli());
        List<DurableQueue.Item> covered = waiting.takeUpTo(frontier.position(), limit);
        covered.forEach(change -> out.change(change, timestamp));
        if (covered.size() == limit) {
            return true;
        }
        gate.removeFirst();
        out.frontier(ready.get().json(), timestamp);
        return !gate.isEmpty();
    }

    /** Whether rows are kept whose position no frontier is near. */
    public boolean keepsFarRows() {
        return reference.keepsFarRows() || tenantless.keepsFarRows() || standings.keepsFarRows();
    }

    /** The first rows that are waited for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }

    private static boolean isReference(Frontier.Covered rows) {
        return !rows.tenantless()
                && !rows.standings()
                && Arrivals.table(rows).filter(SourceTable::isReference).isPresent();
    }
}
