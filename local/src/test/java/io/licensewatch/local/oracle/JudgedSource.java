package io.licensewatch.local.oracle;

import io.licensewatch.embedded.oracle.SqlOracle;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** A source that the workload writes, with the oracle beside its tables. */
public final class JudgedSource {
    private JudgedSource() {}

    public static void createIn(Connection connection, Family family) throws SQLException {
        createIn(connection, family, Shape.PLAIN);
    }

    public static void createIn(Connection connection, Family family, Shape shape) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(shape.tables(tables(family)));
            SqlOracle.createIn(connection, family, shape::judging);
            statement.execute("RESET search_path; RESET TimeZone");
        }
    }

    /** Asks those tables. */
    public static SqlOracle oracle(Connection connection, Shape shape) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(shape.session());
        }
        return new SqlOracle(connection);
    }

    /** The statements that make the family's own tables. */
    public static String tables(Family family) {
        String name = family.name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream in = Family.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
