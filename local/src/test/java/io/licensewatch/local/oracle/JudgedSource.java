package io.licensewatch.local.oracle;

import io.licensewatch.embedded.oracle.SqlOracle;
import io.licensewatch.workload.Family;
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
        try (Statement statement = connection.createStatement()) {
            statement.execute(tables(family.name().toLowerCase(Locale.ROOT) + ".sql"));
        }
        SqlOracle.createIn(connection, family);
    }

    private static String tables(String name) {
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
