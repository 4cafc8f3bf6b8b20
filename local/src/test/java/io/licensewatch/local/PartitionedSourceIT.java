package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.workload.Family;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assignments are partitioned by tenant, grants by date: a change of a partition is published as changes of its rows. */
class PartitionedSourceIT {
    private static final String ROWS = """
            INSERT INTO product_offerings (id, code, tier, max_users) VALUES (md5('two')::uuid, 'two', 't', 2);
            INSERT INTO feature_catalog (id, code, is_active) VALUES (md5('f')::uuid, 'f', true);
            INSERT INTO product_offering_features (id, offering_id, feature_id)
                VALUES (md5('of')::uuid, md5('two')::uuid, md5('f')::uuid);
            INSERT INTO tenants (id, name, status, subscription_tier, subscription_status, subscription_offering_id,
                    onboarding_completed)
                SELECT md5('t' || i)::uuid, 'T' || i, 'active', 't', 'active', md5('two')::uuid, true
                FROM generate_series(1, 4) i;
            INSERT INTO roles (id, tenant_id, name, is_active)
                SELECT md5('r' || i)::uuid, md5('t' || i)::uuid, 'member', true FROM generate_series(1, 4) i;
            INSERT INTO auth.users (id) SELECT md5('u' || n)::uuid FROM generate_series(1, 4) n;
            INSERT INTO user_roles (id, tenant_id, user_id, role_id, is_active)
                SELECT gen_random_uuid(), md5('t' || i)::uuid, md5('u' || n)::uuid, md5('r' || i)::uuid, true
                FROM generate_series(1, 4) i, generate_series(1, 3) n;
            INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source, expires_at)
                SELECT gen_random_uuid(), md5('t' || i)::uuid, md5('f')::uuid, 'package', current_date + 5
                FROM generate_series(1, 4) i""";

    @TempDir
    private static Path directory;

    @Test
    void seats_and_licences_are_those_of_the_partitions_that_are_left() throws Exception {
        try (Testbed bed = new Testbed(
                directory, Map.of("licensewatch.rules.seats-easing-hold", "1s"), PartitionedSourceIT::createIn)) {
            bed.sql(ROWS);
            bed.startApps();
            bed.until("seats are exceeded", () -> lasting(bed, "seat-utilization") == 4);
            awaitSeats(bed);
            bed.until("grants expire soon", () -> lasting(bed, "license-expiring") == 4);

            String leaf =
                    bed.ask("SELECT tableoid::regclass FROM user_roles WHERE tenant_id = md5('t1')::uuid LIMIT 1");
            bed.sql("ALTER TABLE user_roles DETACH PARTITION " + leaf);
            awaitSeats(bed);
            long left = Long.parseLong(bed.ask("SELECT count(DISTINCT tenant_id) FROM user_roles"));
            assertThat(left).isLessThan(4);
            bed.until("seats are not exceeded where they are gone", () -> lasting(bed, "seat-utilization") == left);

            bed.sql("TRUNCATE grants_soon");
            bed.until("grants are gone", () -> lasting(bed, "license-expiring") == 0);

            String modulus = leaf.substring(leaf.length() - 1);
            bed.sql("DELETE FROM " + leaf + " WHERE user_id = md5('u1')::uuid; ALTER TABLE user_roles ATTACH PARTITION "
                    + leaf + " FOR VALUES WITH (MODULUS 2, REMAINDER " + modulus + ")");
            awaitSeats(bed);
            assertThat(bed.ask("SELECT count(*) FROM user_roles WHERE tenant_id = md5('t1')::uuid"))
                    .isEqualTo("2");
            assertThat(bed.deadLetters).isEmpty();
        }
    }

    private static void createIn(Connection connection) throws SQLException {
        JudgedSource.createIn(connection, Family.STEWARDTRACK);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    ALTER TABLE user_roles RENAME TO former_roles;
                    CREATE TABLE user_roles (LIKE former_roles INCLUDING DEFAULTS, PRIMARY KEY (id, tenant_id))
                        PARTITION BY HASH (tenant_id);
                    CREATE TABLE user_roles_0 PARTITION OF user_roles FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                    CREATE TABLE user_roles_1 PARTITION OF user_roles FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                    ALTER TABLE tenant_feature_grants RENAME TO former_grants;
                    CREATE TABLE tenant_feature_grants (LIKE former_grants INCLUDING DEFAULTS, PRIMARY KEY (id, expires_at))
                        PARTITION BY RANGE (expires_at)""");
            statement.execute(
                    "CREATE TABLE grants_past PARTITION OF tenant_feature_grants FOR VALUES FROM (MINVALUE) TO"
                            + " ('2026-01-01')");
            statement.execute("CREATE TABLE grants_soon PARTITION OF tenant_feature_grants DEFAULT");
        }
    }

    private static void awaitSeats(Testbed bed) throws SQLException {
        for (int i = 1; i <= 4; i++) {
            String name = "T" + i;
            long seats = Long.parseLong(bed.ask(
                    "SELECT count(DISTINCT user_id) FROM user_roles WHERE tenant_id = md5('t" + i + "')::uuid"));
            bed.until(name + " has " + seats + " seats", () -> {
                List<TenantStatus> statuses = bed.statuses.stream()
                        .filter(status -> name.equals(status.tenantName()))
                        .toList();
                return !statuses.isEmpty()
                        && statuses.get(statuses.size() - 1).seats().used() == seats;
            });
        }
    }

    /** Tenants whose last alert of the rule is open. */
    private static long lasting(Testbed bed, String rule) {
        Map<String, Boolean> open = new HashMap<>();
        bed.alerts.stream()
                .filter(alert -> alert.rule().equals(rule))
                .forEach(alert -> open.put(
                        String.valueOf(alert.tenantName()),
                        !alert.status().toString().equals("RESOLVED")));
        return open.values().stream().filter(Boolean::booleanValue).count();
    }
}
