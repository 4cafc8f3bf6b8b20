package io.licensewatch.worker.ledger;

import io.licensewatch.runtime.text.Visible;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed call means for the caller; classified by SQLSTATE, not by message. */
enum SqlFault {
    /** The session is lost, or none can be opened now. */
    AWAY,
    /** The arguments are rejected permanently. */
    REFUSED,
    /** Any other error: the call was rolled back, and may be retried. */
    FAILED;

    private static final int MOST_WORDS = 300;
    /** A closed session, an unknown state, exhausted resources, a server that stops or starts. */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "28", "3D", "53", "57P", "58");

    private static final String RAISED = "P0001";
    private static final Set<String> REFUSED_CLASSES = Set.of("22", "23");

    static SqlFault of(SQLException e) {
        String state = state(e);
        if (!(e instanceof PSQLException driver && driver.getServerErrorMessage() != null)) {
            return AWAY; // an error of the driver: the session is unusable
        }
        if (AWAY_CLASSES.stream().anyMatch(state::startsWith)) {
            return AWAY;
        }
        return REFUSED_CLASSES.contains(state.substring(0, Math.min(2, state.length()))) || state.equals(RAISED)
                ? REFUSED
                : FAILED;
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's primary message only: the details may have values of rows. */
    static String words(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        String words = server == null ? String.valueOf(e.getMessage()) : String.valueOf(server.getMessage());
        String line = Visible.of(words.lines().findFirst().orElse(""));
        return line.substring(0, Math.min(line.length(), MOST_WORDS));
    }
}
