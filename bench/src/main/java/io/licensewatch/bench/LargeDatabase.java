package io.licensewatch.bench;

import io.licensewatch.local.demo.SampleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The sample database with many tenants more, each of 100 users; one in ten has more users than seats. */
final class LargeDatabase {
    private static final int USERS = 100;
    /** Itself, its roles and grants, and each user with an assignment. */
    private static final int ROWS_PER_TENANT = 2 * USERS + 8;

    /** What the sample's functions do, without a statement and a trigger per row. */
    private static final String FILL = """
            INSERT INTO tenants (id, name, subscription_tier, subscription_offering_id, onboarding_completed, created_at)
                SELECT tenant('Bench ' || i), 'Bench ' || i, o.tier, o.id, true, now() - interval '300 days'
                FROM generate_series(1, :tenants) i
                JOIN product_offerings o ON o.code = CASE WHEN i % 10 = 0 THEN 'studio' ELSE 'club' END;
            INSERT INTO roles (id, tenant_id, name, metadata_key)
                SELECT role('Bench ' || i, name), tenant('Bench ' || i), name, 'role_' || name
                FROM generate_series(1, :tenants) i, unnest(ARRAY ['admin', 'coach', 'front desk', 'bookkeeper']) name;
            INSERT INTO tenant_feature_grants (tenant_id, feature_id)
                SELECT t.id, f.feature_id FROM tenants t
                JOIN product_offering_features f ON f.offering_id = t.subscription_offering_id WHERE t.name LIKE 'Bench %';
            SET session_replication_role = replica;
            INSERT INTO auth.users (id, email)
                SELECT md5('user ' || i || ' ' || u)::uuid, 'user' || u || '@' || i || '.example.org'
                FROM generate_series(1, :tenants) i, generate_series(1, :users) u;
            INSERT INTO user_roles (tenant_id, user_id, role_id)
                SELECT tenant('Bench ' || i), md5('user ' || i || ' ' || u)::uuid, role('Bench ' || i, 'coach')
                FROM generate_series(1, :tenants) i, generate_series(1, :users) u;
            RESET session_replication_role""";

    private LargeDatabase() {}

    /** @param rows of the watched tables, about */
    static void create(Connection connection, int rows) throws SQLException {
        SampleDatabase.createIn(connection);
        try (Statement statement = connection.createStatement()) {
            int tenants = Math.max(10, rows / ROWS_PER_TENANT);
            statement.execute(
                    FILL.replace(":tenants", Integer.toString(tenants)).replace(":users", Integer.toString(USERS)));
            statement.execute("ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }
}
