package io.licensewatch.bench;

import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A database whose log holds many changes, and slots whose position is before all of them: each run reads the same changes. */
final class ChangeLog implements AutoCloseable {
    /** The last change of all is the only one of this table. */
    static final String LAST_TABLE = "public.feature_catalog";

    private static final String BEFORE_ALL = "bench_before_all";
    private static final int TENANTS = 200;
    /** Ten rows are inserted, eight updated, two deleted. */
    private static final int ROWS_PER_TRANSACTION = 20;

    private static final String FILL = """
            CREATE PROCEDURE bench_fill(tenants int, transactions int) LANGUAGE plpgsql AS $$
            DECLARE
                name text;
            BEGIN
                FOR i IN 1..tenants LOOP
                    PERFORM sign_up('Bench ' || i, 'club');
                    COMMIT;
                END LOOP;
                FOR i IN 1..transactions LOOP
                    name := 'Bench ' || 1 + i % tenants;
                    PERFORM hire(10, name, 'coach');
                    UPDATE user_roles SET is_active = NOT is_active WHERE id IN
                        (SELECT id FROM user_roles WHERE tenant_id = tenant(name) LIMIT 8);
                    DELETE FROM user_roles WHERE id IN
                        (SELECT id FROM user_roles WHERE tenant_id = tenant(name) LIMIT 2);
                    COMMIT;
                END LOOP;
                INSERT INTO feature_catalog (code, name) VALUES ('bench end', 'Bench end');
            END $$""";

    private final Connection connection;

    ChangeLog(EmbeddedPostgres16 postgres) throws SQLException {
        connection = postgres.connect();
        SampleDatabase.createIn(connection);
    }

    Connection connection() {
        return connection;
    }

    void begin() throws SQLException {
        execute("SELECT pg_create_logical_replication_slot('" + BEFORE_ALL + "', 'pgoutput')");
    }

    void fill(int changes) throws SQLException {
        execute(FILL);
        execute("CALL bench_fill(" + TENANTS + ", " + changes / ROWS_PER_TRANSACTION + ")");
    }

    /** A slot whose position is before all changes. */
    String slot(String name) throws SQLException {
        call("SELECT pg_copy_logical_replication_slot('" + BEFORE_ALL + "', ?)", name);
        return name;
    }

    /** Postgres may not have noticed yet that its reader has gone. */
    void drop(String slot) throws SQLException {
        call(
                "SELECT pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE active AND slot_name = ?",
                slot);
        call("SELECT pg_drop_replication_slot(?)", slot);
    }

    private void call(String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
