package io.licensewatch.local.failure;

import io.licensewatch.local.Testbed;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;

/**
 * What a source writes in bulk: COPY, and statements of many rows, whose changes share an LSN. On tenants of its own, so that
 * it is in nobody's way. Each transaction says that it carries out a command, as the worker's do.
 */
final class Bulk implements AutoCloseable {
    private static final int TENANTS = 4;
    private static final String OFFERING = id("offering", 0);

    private final Testbed bed;
    private Connection connection;
    private final Random random;
    /** Rows that one statement writes, at most; about. */
    private final int rows;

    private final List<Statements> kinds = List.of(
            this::hire,
            this::hire,
            this::switchAll,
            this::dismiss,
            this::move,
            this::renumber,
            this::licence,
            this::leaveTenant,
            this::savepoint);

    private final Set<Long> transactions = ConcurrentHashMap.newKeySet();
    private boolean named;
    private int users;

    private interface Statements {
        void run() throws SQLException, IOException;
    }

    Bulk(Testbed bed, Random random, int rows) throws SQLException {
        this.bed = bed;
        this.random = random;
        this.rows = rows;
        this.connection = inTransactions();
        sql("INSERT INTO product_offerings (id, code, tier, max_users, is_active) VALUES ('" + OFFERING
                + "', 'bulk', 't', " + rows * 2 + ", true)");
        for (int i = 0; i < TENANTS; i++) {
            sql(
                    "INSERT INTO tenants (id, name, status, subscription_tier, subscription_status, subscription_offering_id,"
                            + " onboarding_completed) VALUES ('" + id("tenant", i) + "', 'Bulk " + i
                            + "', 'active', 't', 'active', '" + OFFERING + "', true)");
            sql("INSERT INTO roles (id, tenant_id, name, is_active) VALUES ('" + id("role", i) + "', '"
                    + id("tenant", i) + "', 'member', true)");
        }
        finish();
    }

    private Connection inTransactions() throws SQLException {
        Connection made = bed.connect();
        made.setAutoCommit(false);
        return made;
    }

    void reconnect() throws SQLException {
        connection.close();
        connection = inTransactions();
        named = false;
    }

    private static String id(String what, int number) {
        return UUID.nameUUIDFromBytes(("bulk " + what + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A part of a transaction, or the rest of it: some go on while others begin and end. */
    void write() throws SQLException, IOException {
        kinds.get(random.nextInt(kinds.size())).run();
        if (random.nextInt(3) > 0) {
            finish();
        }
    }

    void finish() throws SQLException {
        connection.commit();
        named = false;
    }

    /** Those that have named a command. */
    Set<Long> transactions() {
        return Set.copyOf(transactions);
    }

    /** What a transaction names as its command. */
    static String command(long transaction) {
        return "bulk:" + transaction;
    }

    /** Before the first change. */
    private void name() throws SQLException {
        if (named) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT txid_current(), pg_logical_emit_message(true,"
                        + " 'licensewatch.command', 'bulk:' || txid_current())")) {
            row.next();
            transactions.add(row.getLong(1));
        }
        named = true;
    }

    /** COPY of users, and of their assignments. */
    void hire(int count) throws SQLException, IOException {
        int tenant = random.nextInt(TENANTS);
        StringBuilder people = new StringBuilder();
        StringBuilder assignments = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String user = id("user", users++);
            people.append(user).append('\n');
            assignments
                    .append(new UUID(random.nextLong(), random.nextLong()))
                    .append('\t')
                    .append(id("tenant", tenant))
                    .append('\t')
                    .append(user)
                    .append('\t')
                    .append(id("role", tenant))
                    .append('\n');
        }
        copy("auth.users (id)", people);
        copy("user_roles (id, tenant_id, user_id, role_id)", assignments);
    }

    private void hire() throws SQLException, IOException {
        hire(1 + random.nextInt(rows));
    }

    private void copy(String what, StringBuilder rows) throws SQLException, IOException {
        name();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + what + " FROM STDIN", new StringReader(rows.toString()));
    }

    private void switchAll() throws SQLException {
        sql("UPDATE user_roles SET is_active = is_active IS FALSE" + ofSomeTenant());
        sql("UPDATE auth.users SET last_sign_in_at = clock_timestamp() WHERE id IN (SELECT user_id FROM user_roles"
                + ofSomeTenant() + ")");
    }

    private void dismiss() throws SQLException {
        sql("DELETE FROM user_roles" + ofSomeTenant() + " AND hashtext(id::text) % 3 = 0");
    }

    private void move() throws SQLException {
        int to = random.nextInt(TENANTS);
        sql("UPDATE user_roles SET tenant_id = '" + id("tenant", to) + "', role_id = '" + id("role", to) + "'"
                + some(rows / 4));
    }

    /** Primary keys change. */
    private void renumber() throws SQLException {
        sql("UPDATE user_roles SET id = gen_random_uuid()" + some(rows / 4));
    }

    private void licence() throws SQLException {
        String tenant = id("tenant", random.nextInt(TENANTS));
        sql("DELETE FROM tenant_feature_grants WHERE tenant_id = '" + tenant + "'");
        sql("INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source, expires_at)"
                + " SELECT gen_random_uuid(), '" + tenant + "', id, 'bulk', current_date + " + random.nextInt(-2, 40)
                + " FROM feature_catalog");
    }

    private void leaveTenant() throws SQLException {
        sql("UPDATE user_roles SET tenant_id = NULL" + some(rows / 10));
    }

    private void savepoint() throws SQLException, IOException {
        hire(rows / 10);
        sql("SAVEPOINT here");
        hire(rows / 10);
        sql("ROLLBACK TO here");
        dismiss();
    }

    private String ofSomeTenant() {
        return " WHERE tenant_id = '" + id("tenant", random.nextInt(TENANTS)) + "'";
    }

    private String some(int rows) {
        return " WHERE id IN (SELECT id FROM user_roles" + ofSomeTenant() + " LIMIT " + rows + ")";
    }

    private void sql(String statement) throws SQLException {
        name();
        try (Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
