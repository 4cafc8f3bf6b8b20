package io.licensewatch.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users that come, are banned for a while, sign in, change roles and go: counted step by step, and from scratch. */
class UserSimulationTest {
    private static final int STEPS = 4000 * Integer.getInteger("licensewatch.simulations", 1);
    private static final List<String> TENANTS = List.of("t0", "t1", "t2");

    private final SortedKeyValues timerStore = new SortedKeyValues();
    private final Timers timers = new Timers(timerStore);
    private final TenantStore store = new TenantStore(new SortedKeyValues(), timers, ZoneOffset.UTC);
    private final Map<String, Map<String, @Nullable Object>> users = new HashMap<>();
    private final Map<String, Map<String, @Nullable Object>> assignments = new TreeMap<>();
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn;

    @Test
    void counts_of_users_by_roles_and_sign_ins_equal_a_plain_count() throws MalformedRecordException {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            now = now.plusSeconds(random.nextInt(600));
            bansEnd();
            change(random);
            String tenant = TENANTS.get(random.nextInt(3));
            for (boolean captured : new boolean[] {true, false}) {
                TenantFacts facts = facts(tenant, captured);
                assertThat(counts(facts.roleSets()))
                        .as("seed %d, step %d, users captured: %s", seed, step, captured)
                        .isEqualTo(plainCounts(tenant, captured));
            }
            long today = LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay();
            assertThat(counts(facts(tenant, true).signIns().before(today - 2)))
                    .as("seed %d, step %d, sign-ins", seed, step)
                    .isEqualTo(plainSignIns(tenant, today - 2));
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
                if (gone != null) {
                    store.applyUser(event(SourceTable.AUTH_USERS, user, RowChange.Op.DELETE, gone, null), now);
                }
            }
            case 1, 2, 3 -> {
                Map<String, @Nullable Object> row = new HashMap<>();
                row.put("id", user);
                row.put("is_active", random.nextInt(6) > 0);
                row.put("deleted_at", random.nextInt(8) == 0 ? now.toString() : null);
                row.put("banned_until", random.nextInt(3) == 0 ? ban(random) : null);
                row.put("last_sign_in_at", random.nextInt(4) == 0 ? null : signIn(random));
                users.put(user, row);
                store.applyUser(event(SourceTable.AUTH_USERS, user, RowChange.Op.UPDATE, null, row), now);
            }
            default -> assign(random, user);
        }
    }

    private String ban(Random random) {
        return random.nextInt(4) == 0
                ? "infinity"
                : now.plusSeconds(random.nextInt(4000) - 1000).toString();
    }

    private String signIn(Random random) {
        return now.minus(Duration.ofHours(random.nextInt(120))).toString();
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
        return new RowChange(table.schema(), table.tableName(), id, op, before, after, position, lsn, now, null);
    }

    private TenantFacts facts(String tenant, boolean usersCaptured) {
        ReferenceStore reference = new ReferenceStore(new SortedKeyValues());
        reference.capture(usersCaptured ? Set.of(SourceTable.AUTH_USERS.qualifiedName()) : Set.of());
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

    private Map<Set<String>, Long> plainSignIns(String tenant, long day) {
        Map<Set<String>, Long> counts = new HashMap<>();
        rolesOfUser(tenant).forEach((user, roles) -> {
            Map<String, @Nullable Object> row = users.get(user);
            if (row != null
                    && live(row)
                    && row.get("last_sign_in_at") instanceof String at
                    && LocalDate.ofInstant(Instant.parse(at), ZoneOffset.UTC).toEpochDay() < day) {
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
