package io.licensewatch.local;

import io.licensewatch.cdc.prepare.Preparation;
import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database that a local stack watches. */
public record WatchedSource(String url) {
    /** Not the slot of a feed in production, which a trial must not advance. */
    public static final String SLOT = "licensewatch_local";

    private static final String PUBLICATION = "licensewatch";
    private static final String ROLE = "licensewatch";

    /** Makes the sample database in it, unless there is one, and prepares it for a role of our own. */
    static WatchedSource embedded(EmbeddedPostgres16 postgres) throws SQLException {
        try (Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
            return prepared(postgres, connection);
        }
    }

    /** Prepares the watched tables that exist. */
    public static WatchedSource prepared(EmbeddedPostgres16 postgres, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog, pg_temp"); // as on every connection to a source
            prepare(new PreparedSource(connection), postgres.password());
            statement.execute("RESET search_path");
        }
        return new WatchedSource("postgresql://" + ROLE + ":" + postgres.password() + "@127.0.0.1:" + postgres.port()
                + "/" + EmbeddedPostgres16.DATABASE);
    }

    /** @param password any that is secret */
    private static void prepare(PreparedSource source, String password) throws SQLException {
        source.apply(
                Preparation.steps(source.facts(SLOT, PUBLICATION), ROLE, source.roleExists(ROLE), PUBLICATION),
                ROLE,
                password,
                step -> {},
                (step, why) -> {});
    }

    PostgresAddress address() {
        return PostgresAddress.parse(url).withPasswordOfPgPass();
    }

    /**
     * A slot without a reader would make the source keep its WAL for ever. Postgres notices only a moment later that the reader has
     * disconnected.
     */
    void dropSlot() throws SQLException {
        try (Connection connection = address().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$
                    BEGIN
                        FOR attempt IN 1..50 LOOP
                            PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                                WHERE slot_name = '%1$s' AND NOT active;
                            EXIT WHEN NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%1$s');
                            PERFORM pg_sleep(0.1);
                        END LOOP;
                        IF EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%1$s') THEN
                            RAISE EXCEPTION 'it is still in use';
                        END IF;
                    END $$""".formatted(SLOT));
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return address().toString();
    }
}
