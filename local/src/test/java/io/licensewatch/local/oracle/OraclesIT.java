package io.licensewatch.local.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.embedded.oracle.SqlOracle;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.PlainLicensing;
import io.licensewatch.workload.SqlText;
import io.licensewatch.workload.StatusFields;
import io.licensewatch.workload.Workload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two that judge licensewatch are held against each other, on everything that a source may write. */
class OraclesIT {
    private static final int TRANSACTIONS = 600;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Family.class)
    void sql_and_the_plain_computation_say_the_same(Family family) throws Exception {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        Workload workload = new Workload(family, new Random(seed), 15, Set.of());
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        try (EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                SqlOracle oracle = new SqlOracle(withOracle(connection, postgres, family))) {
            statement.execute(SqlText.of(family, workload.first(now)));
            for (int i = 1; i <= TRANSACTIONS; i++) {
                now = now.plus(Duration.ofMillis(700));
                statement.execute(SqlText.of(family, workload.next(now)));
                if (i % 10 == 0) {
                    compare(oracle.fields(now), workload.licensing(), now, family, seed);
                }
            }
        }
    }

    private static Connection withOracle(Connection connection, EmbeddedPostgres16 postgres, Family family)
            throws SQLException {
        JudgedSource.createIn(connection, family);
        return postgres.connect();
    }

    private static void compare(
            Map<String, Map<String, String>> sql, PlainLicensing plain, Instant now, Family family, long seed) {
        assertThat(sql.keySet()).as("seed %d, tenants at %s", seed, now).isEqualTo(plain.tenants());
        sql.forEach((tenant, fields) -> assertThat(StatusFields.differences(fields, plain.fields(tenant, now)))
                .as("seed %d, %s, %s at %s: SQL, and the plain computation", seed, family, tenant, now)
                .isEmpty());
    }
}
