package io.licensewatch.embedded.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Asks the source itself, in plain SQL, what is true of its tenants at a time. */
public final class SqlOracle implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement fields;
    private final PreparedStatement conditions;
    private final PreparedStatement failingViews;

    /** @param connection is closed with this */
    public SqlOracle(Connection connection) throws SQLException {
        this.connection = connection;
        this.fields = connection.prepareStatement("SELECT tenant_id, field, value FROM oracle.fields(?)");
        this.conditions = connection.prepareStatement("SELECT tenant_id || ' ' || rule FROM oracle.conditions(?)");
        this.failingViews = connection.prepareStatement("SELECT view_name FROM oracle.views(?) WHERE failing");
    }

    /**
     * Makes the oracle beside the tables.
     *
     * @param family of which they are
     */
    public static void createIn(Connection connection, Enum<?> family) throws SQLException {
        createIn(connection, family, UnaryOperator.identity());
    }

    /** @param fitting makes the statements fit tables of another shape */
    public static void createIn(Connection connection, Enum<?> family, UnaryOperator<String> fitting)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(fitting.apply(text(family.name().toLowerCase(Locale.ROOT) + ".sql")));
            statement.execute(fitting.apply(text("common.sql")));
        }
    }

    private static String text(String name) {
        try (InputStream in = SqlOracle.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By tenant, then by field. */
    public Map<String, Map<String, String>> fields(Instant at) throws SQLException {
        Map<String, Map<String, String>> found = new TreeMap<>();
        try (ResultSet rows = at(fields, at)) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), tenant -> new TreeMap<>())
                        .put(rows.getString(2), rows.getString(3));
            }
        }
        return found;
    }

    /** {@code tenant rule} of every rule whose condition holds. */
    public Set<String> conditions(Instant at) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (ResultSet rows = at(conditions, at)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Views whose refreshes fail. */
    public Set<String> failingViews(Instant at) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (ResultSet rows = at(failingViews, at)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static ResultSet at(PreparedStatement statement, Instant at) throws SQLException {
        statement.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
        return statement.executeQuery();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
