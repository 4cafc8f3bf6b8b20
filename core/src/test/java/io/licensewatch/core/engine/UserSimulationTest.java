package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.tenant.Residents;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Users that are created, banned for a while, change roles and are deleted, while foreign keys come and go: counted step by step from
 * what the filter lets through, and from scratch.
 */
class UserSimulationTest {
    private static final int STEPS = 4000 * Integer.getInteger("licensewatch.simulations", 1);
    private static final List<String> TENANTS = List.of("t0", "t1", "t2");

    private final SortedKeyValues timerStore = new SortedKeyValues();
    private final Timers timers = new Timers(timerStore);
    private final TenantStore store =
            new TenantStore(new Residents(new SortedKeyValues(), 1 << 20), timers, ZoneOffset.UTC, Unreadable.IGNORED);
    private final Map<String, Map<String, @Nullable Object>> users = new HashMap<>();
    private final Map<String, Map<String, @Nullable Object>> assignments = new TreeMap<>();
    private final StandingFilter filter = new StandingFilter(new SortedKeyValues(), StandingFilter.Plain.USERS);
    private boolean enforced;
    private int sent;
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn;

    @Test
    void counts_of_users_by_roles_equal_a_plain_count() throws MalformedRecordException {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            now = now.plusSeconds(random.nextInt(600));
            bansEnd();
            if (random.nextInt(200) == 0) {
                changeKey();
            }
            change(random);
            String tenant = TENANTS.get(random.nextInt(3));
            for (boolean captured : new boolean[] {true, false}) {
                TenantFacts facts = facts(tenant, captured);
                assertThat(counts(facts.roleSets()))
                        .as("seed %d, step %d, users captured: %s, enforced: %s", seed, step, captured, enforced)
                        .isEqualTo(plainCounts(tenant, captured));
            }
        }
        assertThat(sent).as("seed %d", seed).isPositive();
    }

    /** The foreign key is made or dropped, and the table is read again. */
    private void changeKey() throws MalformedRecordException {
        enforced = !enforced;
        if (enforced) {
            deleteAssignments(row -> !users.containsKey(String.valueOf(row.get("user_id"))));
        }
        for (Map.Entry<String, Map<String, @Nullable Object>> user : users.entrySet()) {
            take(event(SourceTable.AUTH_USERS, user.getKey(), RowChange.Op.READ, null, user.getValue()));
        }
    }

    /** As the reference task does. */
    private void take(RowChange change) throws MalformedRecordException {
        if (filter.filter(change)) {
            sent++;
            store.applyUser(change, now);
        }
    }

    private void deleteAssignments(Predicate<Map<String, @Nullable Object>> which) throws MalformedRecordException {
        for (String id : List.copyOf(assignments.keySet())) {
            Map<String, @Nullable Object> row = assignments.getOrDefault(id, Map.of());
            if (which.test(row)) {
                assignments.remove(id);
                store.apply(
                        SourceTable.USER_ROLES,
                        String.valueOf(row.get("tenant_id")),
                        event(SourceTable.USER_ROLES, id, RowChange.Op.DELETE, row, null),
                        now);
            }
        }
    }

    private void bansEnd() {
        for (Timers.Timer timer : timers.due(Timers.Kind.BAN_ENDS, now, 100)) {
            timers.clear(timer);
            store.endBan(timer.tenantId(), now);
        }
    }

    private void change(Random random) throws MalformedRecordException {
        String user = "u" + random.nextInt(6);
        switch (random.nextInt(8)) {
            case 0 -> {
                Map<String, @Nullable Object> gone = users.remove(user);
                if (enforced) {
                    deleteAssignments(row -> user.equals(row.get("user_id")));
                }
                if (gone != null) {
                    take(event(SourceTable.AUTH_USERS, user, RowChange.Op.DELETE, gone, null));
                }
            }
            case 1, 2, 3 -> {
                Map<String, @Nullable Object> row = new HashMap<>();
                row.put("id", user);
                row.put("is_active", random.nextInt(6) > 0);
                row.put("deleted_at", random.nextInt(8) == 0 ? now.toString() : null);
                row.put("banned_until", random.nextInt(3) == 0 ? ban(random) : null);
                users.put(user, row);
                take(event(SourceTable.AUTH_USERS, user, RowChange.Op.UPDATE, null, row));
            }
            default -> assign(random, user);
        }
    }

    private String ban(Random random) {
        return random.nextInt(4) == 0
                ? "infinity"
                : now.plusSeconds(random.nextInt(4000) - 1000).toString();
    }

    private void assign(Random random, String user) throws MalformedRecordException {
        String id = "a" + random.nextInt(30);
        Map<String, @Nullable Object> former = assignments.remove(id);
        if (former != null) {
            store.apply(
                    SourceTable.USER_ROLES,
                    String.valueOf(former.get("tenant_id")),
                    event(SourceTable.USER_ROLES, id, RowChange.Op.DELETE, former, null),
                    now);
            return;
        }
        if (enforced && !users.containsKey(user)) {
            return;
        }
        String tenant = TENANTS.get(random.nextInt(3));
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("tenant_id", tenant);
        row.put("user_id", user);
        row.put("role_id", "r" + random.nextInt(3));
        assignments.put(id, row);
        store.apply(
                SourceTable.USER_ROLES, tenant, event(SourceTable.USER_ROLES, id, RowChange.Op.CREATE, null, row), now);
    }

    private RowChange event(
            SourceTable table,
            String id,
            RowChange.Op op,
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after) {
        lsn++;
        SourcePosition position = new SourcePosition(1, lsn, lsn);
        return new RowChange(
                table.schema(),
                table.tableName(),
                id,
                op,
                before == null ? null : marked(table, before),
                after == null ? null : marked(table, after),
                position,
                lsn,
                now,
                null);
    }

    private Map<String, @Nullable Object> marked(SourceTable table, Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> image = new HashMap<>(row);
        if (enforced && table == SourceTable.AUTH_USERS) {
            image.put(SourceTable.ENFORCED, true);
        }
        return image;
    }

    private TenantFacts facts(String tenant, boolean usersCaptured) {
        ReferenceStore reference = new ReferenceStore(new SortedKeyValues(), Unreadable.IGNORED);
        reference.capture(
                usersCaptured ? Set.of(SourceTable.AUTH_USERS.qualifiedName()) : Set.of(),
                enforced ? Set.of(SourceTable.AUTH_USERS.heldBy().orElseThrow()) : Set.of());
        return store.load(tenant, reference.reference()).facts();
    }

    private static Map<Set<String>, Long> counts(List<RoleSet> sets) {
        Map<Set<String>, Long> counts = new HashMap<>();
        sets.forEach(set -> counts.merge(new TreeSet<>(set.roleIds()), set.users(), Long::sum));
        return counts;
    }

    private Map<Set<String>, Long> plainCounts(String tenant, boolean captured) {
        Map<Set<String>, Long> counts = new HashMap<>();
        rolesOfUser(tenant).forEach((user, roles) -> {
            Map<String, @Nullable Object> row = users.get(user);
            if (row == null ? !captured : live(row)) {
                counts.merge(roles, 1L, Long::sum);
            }
        });
        return counts;
    }

    private Map<String, Set<String>> rolesOfUser(String tenant) {
        Map<String, Set<String>> roles = new TreeMap<>();
        assignments.values().stream()
                .filter(row -> tenant.equals(row.get("tenant_id")))
                .forEach(row -> roles.computeIfAbsent(String.valueOf(row.get("user_id")), u -> new TreeSet<>())
                        .add(String.valueOf(row.get("role_id"))));
        return roles;
    }

    private boolean live(Map<String, @Nullable Object> user) {
        Object ban = user.get("banned_until");
        boolean banned = ban != null
                && (ban.equals("infinity") || Instant.parse(ban.toString()).isAfter(now));
        return Boolean.TRUE.equals(user.get("is_active")) && user.get("deleted_at") == null && !banned;
    }
}
