package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database in miniature: random transactions on all watched tables of a few tenants, and what a faithful cdc would
 * write of them. It keeps its state at each frontier, to be asked later.
 */
final class SimulatedSource {
    static final List<String> TENANTS = List.of("t0", "t1", "t2", "t3");
    private static final List<String> FEATURES = List.of("f0", "f1", "f2", "f3");
    private static final List<String> ROLES = List.of("r0", "r1", "r2");
    private static final int USERS = 8;
    private static final List<String> HELD = List.of("user_roles.user_id");
    /** Bundles are the workload test's: here every bundle is live. */
    static final List<String> ALL_TABLES = Arrays.stream(SourceTable.values())
            .filter(table -> table != SourceTable.LICENSE_FEATURE_BUNDLES)
            .map(SourceTable::qualifiedName)
            .sorted()
            .toList();

    /** The rows of all tables by table and id. */
    record State(Map<SourceTable, Map<String, Map<String, @Nullable Object>>> tables) {
        Map<String, Map<String, @Nullable Object>> rows(SourceTable table) {
            return tables.getOrDefault(table, Map.of());
        }

        State copy() {
            Map<SourceTable, Map<String, Map<String, @Nullable Object>>> copies = new HashMap<>();
            tables.forEach((table, rows) -> copies.put(table, new TreeMap<>(rows)));
            return new State(copies);
        }
    }

    private final Random random;
    /** Whether a foreign key says that whoever holds a role is there. */
    private final boolean held;

    private final State state = new State(new HashMap<>());
    private final Map<String, State> stateAtFrontier = new HashMap<>();
    private final Map<String, Integer> nextId = new HashMap<>();
    private final Set<String> changedInTransaction = new HashSet<>();
    private long lsn = 1000;
    private long lastCommit = 0;
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");

    SimulatedSource(Random random) {
        this.random = random;
        this.held = random.nextInt(97) % 2 == 0; // the first bit of seeds that follow each other is the same
    }

    Instant now() {
        return now;
    }

    State stateAt(String frontierLsn) {
        return stateAtFrontier.getOrDefault(frontierLsn, new State(Map.of()));
    }

    /** One transaction of a few changes, in the order in which they were made. */
    List<Envelopes.Event> transaction() {
        now = now.plusMillis(random.nextInt(2000));
        List<Envelopes.Event> events = new ArrayList<>();
        changedInTransaction.clear();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            change(events);
        }
        lastCommit = ++lsn;
        return events;
    }

    private void change(List<Envelopes.Event> events) {
        if (random.nextInt(300) == 0) {
            truncate(
                    events,
                    pick(List.of(SourceTable.USER_ROLES, SourceTable.TENANT_FEATURE_GRANTS, SourceTable.ROLES)));
        }
        String tenant = pick(TENANTS);
        switch (random.nextInt(15)) {
            case 12, 13, 14 -> write(events, SourceTable.AUTH_USERS, "user" + random.nextInt(USERS), user());
            case 0 -> write(events, SourceTable.TENANTS, tenant, tenantRow(tenant));
            case 1 -> delete(events, pick(List.of(SourceTable.values())));
            case 2, 3 ->
                write(events, SourceTable.TENANT_FEATURE_GRANTS, tenant + "g" + random.nextInt(5), grant(tenant));
            case 4 -> reinsertGrants(events, tenant);
            case 5, 6, 7 ->
                write(events, SourceTable.USER_ROLES, tenant + "u" + random.nextInt(12), assignment(tenant));
            case 8 ->
                write(
                        events,
                        SourceTable.ROLES,
                        tenant + pick(ROLES),
                        role(random.nextInt(8) == 0 ? pick(TENANTS) : tenant));
            case 9 -> write(events, SourceTable.ONBOARDING_PROGRESS, tenant + "o", onboarding(tenant));
            default -> referenceChange(events);
        }
    }

    private void referenceChange(List<Envelopes.Event> events) {
        switch (random.nextInt(6)) {
            case 0 ->
                write(
                        events,
                        SourceTable.PRODUCT_OFFERINGS,
                        "p0",
                        row("id", "p0", "max_users", random.nextInt(3) == 0 ? null : random.nextInt(8)));
            case 1 ->
                write(
                        events,
                        SourceTable.PRODUCT_OFFERING_FEATURES,
                        "pf" + random.nextInt(3),
                        row("offering_id", "p0", "feature_id", pick(FEATURES)));
            case 2 ->
                write(
                        events,
                        SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS,
                        "b" + random.nextInt(4),
                        row(
                                "bundle_id",
                                "b" + random.nextInt(2),
                                "feature_id",
                                pick(FEATURES),
                                "is_required",
                                random.nextInt(4) > 0));
            case 3 ->
                write(
                        events,
                        SourceTable.ROLE_SURFACE_BINDINGS,
                        "rs" + random.nextInt(4),
                        row("role_id", pick(TENANTS) + pick(ROLES), "surface_id", "s" + random.nextInt(2)));
            case 4 ->
                write(
                        events,
                        SourceTable.SURFACE_LICENSE_BINDINGS,
                        "sl" + random.nextInt(3),
                        row("surface_id", "s" + random.nextInt(2), "required_bundle_id", "b" + random.nextInt(2)));
            default ->
                write(
                        events,
                        SourceTable.FEATURE_CATALOG,
                        pick(FEATURES),
                        row("code", "code", "is_active", random.nextInt(5) > 0));
        }
    }

    private Map<String, @Nullable Object> tenantRow(String tenant) {
        return row(
                "name",
                "Tenant " + tenant,
                "status",
                random.nextInt(8) == 0 ? "closed" : "active",
                "subscription_status",
                pick(List.of("active", "trial", "suspended")),
                "subscription_end_date",
                random.nextBoolean() ? null : soon(40 * 24 * 3600).toString(),
                "subscription_offering_id",
                random.nextInt(4) == 0 ? null : "p0",
                "onboarding_completed",
                random.nextBoolean(),
                "created_at",
                now.minusSeconds(random.nextInt(100 * 3600)).toString());
    }

    private Map<String, @Nullable Object> grant(String tenant) {
        boolean byDate = random.nextBoolean();
        Instant end = soon(35 * 24 * 3600);
        return row(
                "tenant_id",
                tenant,
                "feature_id",
                pick(FEATURES),
                "starts_at",
                byDate ? end.getEpochSecond() / 86400 - random.nextInt(40) : null,
                "expires_at",
                random.nextInt(3) == 0 ? null : byDate ? (Object) (end.getEpochSecond() / 86400) : end.toString(),
                "is_active",
                random.nextInt(6) > 0);
    }

    private Map<String, @Nullable Object> assignment(String tenant) {
        return row(
                "tenant_id",
                tenant,
                "user_id",
                random.nextInt(20) == 0 ? null : holder(),
                "role_id",
                // now and then another tenant's
                (random.nextInt(5) == 0 ? pick(TENANTS) : tenant) + pick(ROLES),
                "is_active",
                random.nextInt(6) > 0,
                "expires_at",
                random.nextInt(3) > 0 ? null : soon(60).toString());
    }

    private @Nullable String holder() {
        String user = "user" + random.nextInt(USERS);
        return held && !rows(SourceTable.AUTH_USERS).containsKey(user) ? null : user;
    }

    /** Most are live and have never been banned. */
    private Map<String, @Nullable Object> user() {
        return row(
                "is_active",
                random.nextInt(12) > 0,
                "deleted_at",
                random.nextInt(12) == 0 ? now.toString() : null,
                "banned_until",
                random.nextInt(3) == 0 ? ban() : null);
    }

    private Object ban() {
        return switch (random.nextInt(5)) {
            case 0 -> "infinity";
            case 1 -> soon(4 * 24 * 3600).getEpochSecond() / 86400 - 2;
            case 2 -> now.minusSeconds(random.nextInt(3 * 24 * 3600)).toString();
            default -> soon(60).toString();
        };
    }

    private Map<String, @Nullable Object> role(String tenant) {
        return row("tenant_id", tenant, "name", "Role", "is_active", random.nextInt(5) > 0);
    }

    private Map<String, @Nullable Object> onboarding(String tenant) {
        return row(
                "tenant_id",
                tenant,
                "current_step",
                "payment",
                "completed_steps",
                List.of("welcome"),
                "is_completed",
                random.nextInt(3) == 0,
                "updated_at",
                now.minusSeconds(random.nextInt(3 * 48 * 3600)).toString());
    }

    /** Around now, so that what is written has effects by time soon. */
    private Instant soon(int seconds) {
        return now.plusMillis(random.nextInt(seconds) * 1000L - (random.nextInt(4) == 0 ? seconds * 500L : 0));
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        return row;
    }

    private void write(
            List<Envelopes.Event> events, SourceTable table, String id, Map<String, @Nullable Object> columns) {
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        after.put("id", id);
        after.putAll(columns);
        Map<String, @Nullable Object> former = rows(table).get(id);
        if (former != null && table.hasTenant() && moves(table, former, after)) {
            remove(events, table, id);
        }
        Map<String, @Nullable Object> before = rows(table).put(id, after);
        add(events, table, id, before == null ? RowChange.Op.CREATE : RowChange.Op.UPDATE, before, after);
    }

    /** A row that moves to another tenant is deleted there and created here. */
    private static boolean moves(
            SourceTable table, Map<String, @Nullable Object> former, Map<String, @Nullable Object> after) {
        return !Objects.equals(former.get(table.tenantColumn()), after.get(table.tenantColumn()));
    }

    private void delete(List<Envelopes.Event> events, SourceTable table) {
        List<String> ids = new ArrayList<>(rows(table).keySet());
        if (!ids.isEmpty()) {
            remove(events, table, pick(ids));
        }
    }

    private void remove(List<Envelopes.Event> events, SourceTable table, String id) {
        if (held && table == SourceTable.AUTH_USERS) {
            Map<String, Map<String, @Nullable Object>> assignments = new TreeMap<>(rows(SourceTable.USER_ROLES));
            assignments.values().removeIf(row -> !id.equals(row.get("user_id")));
            assignments.keySet().forEach(assignment -> remove(events, SourceTable.USER_ROLES, assignment));
        }
        Map<String, @Nullable Object> before = rows(table).remove(id);
        add(events, table, id, RowChange.Op.DELETE, before, null);
    }

    /** All grants of a tenant are deleted and inserted again as they were, under new keys. */
    private void reinsertGrants(List<Envelopes.Event> events, String tenant) {
        Map<String, Map<String, @Nullable Object>> grants = new TreeMap<>(rows(SourceTable.TENANT_FEATURE_GRANTS));
        grants.values().removeIf(row -> !tenant.equals(row.get("tenant_id")));
        grants.keySet().forEach(id -> remove(events, SourceTable.TENANT_FEATURE_GRANTS, id));
        grants.values().forEach(row -> {
            Map<String, @Nullable Object> columns = new LinkedHashMap<>(row);
            columns.remove("id");
            write(
                    events,
                    SourceTable.TENANT_FEATURE_GRANTS,
                    tenant + "n" + nextId.merge(tenant, 1, Integer::sum),
                    columns);
        });
    }

    private void truncate(List<Envelopes.Event> events, SourceTable table) {
        rows(table).clear();
        lsn++;
        events.add(Envelopes.event(
                table,
                Map.of("truncate", true),
                RowChange.Op.TRUNCATE,
                null,
                null,
                new SourcePosition(1, lastCommit, lsn),
                now));
    }

    private void add(
            List<Envelopes.Event> events,
            SourceTable table,
            String id,
            RowChange.Op op,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after) {
        // A statement of many rows gives them one LSN; two changes of one row never share one.
        lsn += changedInTransaction.add(table + id) && random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5);
        SourcePosition position = new SourcePosition(1, lastCommit, lsn);
        Envelopes.Event event = Envelopes.event(table, Map.of("id", id), op, before, after, position, now);
        events.add(held && table == SourceTable.AUTH_USERS ? Envelopes.enforced(event) : event);
    }

    /** Where its log is. */
    long lsn() {
        return lsn;
    }

    Frontier frontier() {
        now = now.plusMillis(1 + random.nextInt(5) * (random.nextInt(50) == 0 ? 24L * 3600 * 1000 : 500));
        lsn++;
        Frontier frontier = new Frontier(
                now,
                Lsn.text(lsn),
                Lsn.text(lastCommit),
                1,
                true,
                ALL_TABLES,
                List.of(),
                List.of(),
                held ? HELD : List.of());
        lastCommit = ++lsn;
        stateAtFrontier.put(frontier.lsn(), state.copy());
        return frontier;
    }

    private Map<String, Map<String, @Nullable Object>> rows(SourceTable table) {
        return state.tables().computeIfAbsent(table, t -> new TreeMap<>());
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
