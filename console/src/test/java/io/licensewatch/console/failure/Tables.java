package io.licensewatch.console.failure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of a read model, whatever process wrote it. */
public final class Tables {
    /** The position of a partition is between its last record and the end marker of its transaction. */
    private static final String NAMES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'tenant_search%' AND name <> 'position'";

    private Tables() {}

    private static Connection open(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("console.db"));
    }

    /** All rows of each table, in order. Rows of tenants are numbered as they were read, which is in any order. */
    public static Map<String, List<String>> of(Path directory) throws SQLException {
        Map<String, List<String>> all = new TreeMap<>();
        try (Connection connection = open(directory)) {
            for (String table : rows(connection, NAMES)) {
                all.put(table, rows(connection, "SELECT * FROM " + table));
            }
            all.put(
                    "tenant",
                    rows(connection, "SELECT tenant_id, name, score, open_alerts, as_of_ms, record FROM tenant"));
            all.put("tenant_search", search(connection));
            all.put("tenant_search_size", rows(connection, "SELECT count(*) FROM tenant_search"));
            all.put("indexes", rows(connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'index'"));
        }
        return all;
    }

    /** The trigrams of the search index with their tenants. */
    private static List<String> search(Connection connection) throws SQLException {
        run(connection, "CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, tenant_search, instance)");
        return rows(
                connection,
                "SELECT f.term, f.col, f.offset, t.tenant_id FROM temp.found f LEFT JOIN tenant t ON t.n = f.doc");
    }

    public static void run(Path directory, String sql) throws SQLException {
        try (Connection connection = open(directory)) {
            run(connection, sql);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static List<String> ask(Path directory, String sql) throws SQLException {
        try (Connection connection = open(directory)) {
            return rows(connection, sql);
        }
    }

    /** The sum of all positions. */
    static long position(Path directory) throws SQLException {
        if (!Files.exists(directory.resolve("console.db"))) {
            return 0;
        }
        try (Connection connection = open(directory)) {
            List<String> sum = rows(connection, "SELECT coalesce(sum(next_offset), 0) FROM position");
            return Long.parseLong(sum.get(0));
        } catch (SQLException e) {
            return 0; // its tables are just being created
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }
}
