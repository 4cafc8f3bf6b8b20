package io.licensewatch.worker.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.cdc.source.SourceSchemas;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/** The source of one test. */
record Source(int port, String database, Family family) {
    static final String WORKER = "licensewatch_worker";
    private static final String OPTIONS = "-c search_path=pg_catalog,pg_temp -c timezone=UTC";

    /** Connects as the superuser, who owns the tables. */
    Connection connect() throws SQLException {
        return connect("postgres", "-c search_path=public -c timezone=UTC");
    }

    Connection connectAs(String role) throws SQLException {
        return connect(role, OPTIONS);
    }

    private Connection connect(String role, String options) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, role);
        PGProperty.OPTIONS.set(properties, options);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    String url(String role) {
        return "postgresql://" + role + ":x@127.0.0.1:" + port + "/" + database;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row, as text. */
    String value(String sql, Object... parameters) throws SQLException {
        return values(sql, parameters).get(0);
    }

    List<String> values(String sql, Object... parameters) throws SQLException {
        try (Connection connection = connect()) {
            return values(connection, sql, parameters);
        }
    }

    static List<String> values(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        }
    }

    void prepare() throws SQLException {
        prepareAs("postgres");
    }

    /** @param role the owner of the functions */
    void prepareAs(String role) throws SQLException {
        try (Connection connection = connectAs(role)) {
            PreparedWorker worker = new PreparedWorker(connection, SourceSchemas.DEFAULT, ZoneOffset.UTC);
            worker.apply(worker.steps(WORKER), WORKER, "", step -> {}, (step, why) -> {
                throw new IllegalStateException(step.what() + ": " + why);
            });
        }
    }

    /** Resets the rows, for sources without altered tables. */
    void reset() throws SQLException {
        execute(SqlResources.read("reset.sql"), family.rows());
    }

    Commands commands() throws SQLException {
        return new Commands(this, connectAs(WORKER));
    }

    /** Every row of every table and materialized view except ours. */
    Rows rows() throws SQLException {
        try (Connection connection = connect()) {
            TreeMap<String, ObjectNode> rows = new TreeMap<>();
            for (String table : values(connection, """
                    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND n.nspname IN ('public', 'auth')""")) {
                List<String> key = values(connection, """
                        SELECT a.attname FROM pg_index i JOIN unnest(i.indkey) WITH ORDINALITY k(attnum, place) ON true
                        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                        WHERE i.indrelid = ?::regclass AND i.indisprimary ORDER BY k.place""", table);
                for (String json : values(connection, "SELECT to_jsonb(t)::text FROM " + table + " t")) {
                    ObjectNode row = (ObjectNode) Commands.parse(json);
                    String place = key.isEmpty()
                            ? json
                            : String.join(
                                    ",",
                                    key.stream()
                                            .map(column -> row.get(column).asText())
                                            .toList());
                    rows.put(table.replace("public.", "") + "(" + place + ")", row);
                }
            }
            return new Rows(rows);
        }
    }

    @Override
    public String toString() {
        return family.toString();
    }
}
