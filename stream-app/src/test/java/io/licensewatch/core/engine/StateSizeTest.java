package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.HoldSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How much a tenant costs to keep, before RocksDB compresses it: 4 roles, 12 grants, 25 users with one role each. */
class StateSizeTest {
    private static final int TENANTS = 200;
    private static final int ROLES = 4;
    private static final int GRANTS = 12;
    private static final int USERS = 25;
    private static final long MOST_PER_TENANT = 24_000;

    private final SortedKeyValues state = new SortedKeyValues();
    private final SortedKeyValues timers = new SortedKeyValues();
    private final TenantEngine engine = new TenantEngine(
            state,
            timers,
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(DetectionSettings.defaults()),
                    new AlertDesk(HoldSettings.defaults(), RemedySettings.defaults(), AlertDesk.RETIRE_AFTER)),
            EngineSettings.defaults(),
            (Outbox) Proxy.newProxyInstance(
                    Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> null));
    private final Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;
    private long ids;

    @Test
    void a_tenant_takes_some_kilobytes() {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            tenant();
        }
        engine.onFrontier(new Frontier(
                now,
                Lsn.text(++lsn),
                Lsn.text(50),
                1,
                true,
                List.of("public.roles", "public.tenant_feature_grants", "public.tenants", "public.user_roles")));
        long perTenant = (bytes(state) + bytes(timers)) / TENANTS;
        System.out.printf("StateSizeTest: %,d bytes for 1,000 tenants of %d users%n", perTenant * 1000, USERS);
        assertThat(perTenant).isBetween(1_000L, MOST_PER_TENANT);
    }

    private static long bytes(SortedKeyValues store) {
        long[] bytes = new long[1];
        store.scan(new byte[] {0}, new byte[] {(byte) 0xFF}, (key, value) -> {
            bytes[0] += key.length + value.length;
            return true;
        });
        return bytes[0];
    }

    private void tenant() {
        String tenant = id();
        change(SourceTable.TENANTS, tenant, Map.of("id", tenant, "name", "Some tenant", "status", "active"));
        String[] roles = new String[ROLES];
        for (int i = 0; i < ROLES; i++) {
            roles[i] = id();
            change(SourceTable.ROLES, roles[i], Map.of("id", roles[i], "tenant_id", tenant, "name", "Some role"));
        }
        for (int i = 0; i < GRANTS; i++) {
            String grant = id();
            change(
                    SourceTable.TENANT_FEATURE_GRANTS,
                    grant,
                    Map.of("id", grant, "tenant_id", tenant, "feature_id", id(), "expires_at", "2026-12-31T00:00:00Z"));
        }
        for (int i = 0; i < USERS; i++) {
            String assignment = id();
            change(
                    SourceTable.USER_ROLES,
                    assignment,
                    Map.of("id", assignment, "tenant_id", tenant, "user_id", id(), "role_id", roles[i % ROLES]));
        }
    }

    private String id() {
        return new UUID(0x1234567890L, ids++).toString();
    }

    private void change(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event = Envelopes.event(
                table, Map.of("id", id), RowChange.Op.CREATE, null, row, new SourcePosition(1, 50, lsn), now);
        engine.onRowChange(event.key(), event.value());
    }
}
