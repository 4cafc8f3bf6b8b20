package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.util.PSQLState;

/**
 * Settings of every session of cdc, whatever the defaults of the server, the database or the role are. They are part of the
 * startup packet: they override ALTER ROLE and ALTER DATABASE, and apply from the first statement on.
 *
 * <p>They pin what could run foreign code as this role (CVE-2018-1058), or silently change how a value is printed. Settings that
 * only make a statement fail, such as default_transaction_read_only, are left to the administrator.
 */
public final class SessionSettings {
    /** Temporary objects last: if pg_temp were not listed, it would be searched first. */
    private static final String SEARCH_PATH = "pg_catalog,pg_temp";

    private static final List<String> ALWAYS = List.of(
            "search_path=" + SEARCH_PATH,
            "standard_conforming_strings=on", // a backslash in a literal is a backslash
            "row_security=on", // a policy permits the reads; off would make them fail
            "quote_all_identifiers=off", // names of types are compared across restarts
            // As Postgres' own subscriber sets them: the text of values must not depend on the session.
            "DateStyle=ISO",
            "IntervalStyle=postgres",
            "extra_float_digits=3",
            "bytea_output=hex",
            // A snapshot is one transaction, and idle while Kafka is down; a resync request is two statements.
            "idle_in_transaction_session_timeout=0");

    /** A snapshot takes as long as its tables are large. */
    private static final List<String> FOR_A_SNAPSHOT = List.of("statement_timeout=0");

    private SessionSettings() {}

    /** As libpq's {@code options}. */
    static String options() {
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
     * Checks that they were applied. SHOW runs no function and no operator.
     *
     * @throws Dropped when they were not applied
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

    /** A pooler or proxy did not pass them on. */
    public static final class Dropped extends SQLException {
        public Dropped(String searchPath) {
            super(
                    "the startup parameter \"options\" is dropped on the way: search_path is " + searchPath,
                    PSQLState.PROTOCOL_VIOLATION.getState());
        }
    }
}
