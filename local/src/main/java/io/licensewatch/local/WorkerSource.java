package io.licensewatch.local;

import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.worker.sql.PreparedWorker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;

/** The database in which a local worker carries out commands, with the login of its role. */
public record WorkerSource(String url) {
    private static final String ROLE = "licensewatch_worker";

    /** Makes the role and its functions; again brings them to this release. */
    public static WorkerSource prepared(EmbeddedPostgres16 postgres, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog, pg_temp"); // as on every connection to a source
            PreparedWorker worker = new PreparedWorker(connection, SourceSchemas.DEFAULT, ZoneOffset.UTC);
            worker.apply(worker.steps(ROLE), ROLE, postgres.password(), step -> {}, (step, why) -> {});
            statement.execute("RESET search_path");
        }
        return new WorkerSource("postgresql://" + ROLE + ":" + postgres.password() + "@127.0.0.1:" + postgres.port()
                + "/" + EmbeddedPostgres16.DATABASE);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return new WatchedSource(url).toString();
    }
}
