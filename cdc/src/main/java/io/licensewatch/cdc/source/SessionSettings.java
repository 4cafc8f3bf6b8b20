package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.util.PSQLState;

/**
 * What every session of ours sets, whatever the server, the database or the role has as its default. They are part of the
 * startup packet: they win over ALTER ROLE and ALTER DATABASE, and hold from the first statement on.
 *
 * <p>Pinned is what could run somebody else's code as us (CVE-2018-1058), or change what a value looks like without a word.
 * What only makes a statement fail, such as default_transaction_read_only, is left to the administrator.
 */
public final class SessionSettings {
    /** Temporary objects last: listed nowhere, they would be found first. */
    private static final String SEARCH_PATH = "pg_catalog,pg_temp";

    private static final List<String> ALWAYS = List.of(
            "search_path=" + SEARCH_PATH,
            "standard_conforming_strings=on", // a backslash in a literal is a backslash
            "row_security=on", // our policy lets us read; off would make the read fail
            "quote_all_identifiers=off", // names of types are compared over restarts
            // As Postgres' own subscriber does: the text of values must not depend on where they are read.
            "DateStyle=ISO",
            "IntervalStyle=postgres",
            "extra_float_digits=3",
            "bytea_output=hex",
            // A snapshot is one transaction, and idle while Kafka is away; a resync's request is two statements.
            "idle_in_transaction_session_timeout=0");

    /** A snapshot takes as long as its tables are large. */
    private static final List<String> FOR_A_SNAPSHOT = List.of("statement_timeout=0");

    private SessionSettings() {}

    /** As libpq's {@code options}. */
    public static String options() {
        return options(ALWAYS);
    }

    /** As libpq's {@code options}, for the engine's own sessions. */
    public static String optionsForSnapshot() {
        return options(ALWAYS) + " " + options(FOR_A_SNAPSHOT);
    }

    private static String options(List<String> settings) {
        return "-c " + String.join(" -c ", settings);
    }

    /**
     * Makes sure that they were taken. SHOW runs no function and no operator.
     *
     * @throws Dropped when they were not
     */
    static void require(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW search_path")) {
            String found = row.next() ? row.getString(1) : "";
            if (!found.equals(SEARCH_PATH)) {
                throw new Dropped(found);
            }
        }
    }

    /** Something between us and Postgres has not passed them on. */
    public static final class Dropped extends SQLException {
        public Dropped(String searchPath) {
            super(
                    "the startup parameter \"options\" is dropped on the way: search_path is " + searchPath,
                    PSQLState.PROTOCOL_VIOLATION.getState());
        }
    }
}
