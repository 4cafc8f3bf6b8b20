package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
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

    private final OneTask task = new OneTask(
            EngineSettings.defaults(),
            "public.roles",
            "public.tenant_feature_grants",
            "public.tenants",
            "public.user_roles");
    private long ids;

    @Test
    void a_tenant_takes_some_kilobytes() {
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            tenant();
        }
        task.frontierAfter(Duration.ofSeconds(1));
        task.finish();
        long perTenant = (bytes(task.state) + bytes(task.timers)) / TENANTS;
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
        task.put(SourceTable.TENANTS, tenant, Map.of("id", tenant, "name", "Some tenant", "status", "active"));
        String[] roles = new String[ROLES];
        for (int i = 0; i < ROLES; i++) {
            roles[i] = id();
            task.put(SourceTable.ROLES, roles[i], Map.of("id", roles[i], "tenant_id", tenant, "name", "Some role"));
        }
        for (int i = 0; i < GRANTS; i++) {
            String grant = id();
            task.put(
                    SourceTable.TENANT_FEATURE_GRANTS,
                    grant,
                    Map.of("id", grant, "tenant_id", tenant, "feature_id", id(), "expires_at", "2026-12-31T00:00:00Z"));
        }
        for (int i = 0; i < USERS; i++) {
            String assignment = id();
            task.put(
                    SourceTable.USER_ROLES,
                    assignment,
                    Map.of("id", assignment, "tenant_id", tenant, "user_id", id(), "role_id", roles[i % ROLES]));
        }
    }

    private String id() {
        return new UUID(0x1234567890L, ids++).toString();
    }
}
