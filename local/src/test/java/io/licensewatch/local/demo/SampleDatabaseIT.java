package io.licensewatch.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.WorkerSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDatabaseIT {
    @TempDir
    Path directory;

    @Test
    void every_statement_of_the_scenario_runs_on_it() throws Exception {
        try (EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
            SampleDatabase.createIn(connection);
            assertThat(ask(connection, "SELECT count(*) FROM tenants")).isEqualTo("8");
            assertThat(ask(connection, "SELECT tenant('Blue Door Yoga')"))
                    .isEqualTo(new Customer("Blue Door Yoga").id());

            WorkerSource.prepared(postgres, connection);
            SampleDatabase.run(connection, SampleDatabase.resource("service.sql"));
            for (Incident incident : new Scenario(Duration.ZERO, Duration.ZERO, Duration.ZERO).incidents()) {
                for (Step step : incident.steps()) {
                    SampleDatabase.run(connection, step.sql());
                }
            }

            assertThat(ask(
                            connection,
                            "SELECT count(*) FROM user_roles r JOIN auth.users u ON u.id = r.user_id"
                                    + " WHERE tenant_id = tenant('Blue Door Yoga') AND banned_until IS NULL"))
                    .isEqualTo("26");
            assertThat(ask(
                            connection,
                            "SELECT count(*) FROM tenant_feature_grants"
                                    + " WHERE tenant_id = tenant('Old Mill Pottery')"))
                    .isEqualTo("4");
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
