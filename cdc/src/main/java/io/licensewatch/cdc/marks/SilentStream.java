package io.licensewatch.cdc.marks;

import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.schemas.source.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a connection that is dead but not closed: a firewall dropped it, or a host is down. It delivers neither data nor an
 * error. The proof is a mark that Postgres reports as sent and that does not arrive; a mark that is late because Postgres is busy
 * with a large transaction is no proof.
 */
public final class SilentStream {
    private static final Logger LOG = LoggerFactory.getLogger(SilentStream.class);
    private static final String SENT = """
            SELECT s.active_pid, r.sent_lsn >= ?::pg_lsn
            FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
            WHERE s.slot_name = ?
            """;

    private final FeedSettings settings;
    private final FrontierMarks marks;
    private final BooleanSupplier writing;
    private volatile long lastSign = System.nanoTime();
    private volatile boolean streaming;

    /** @param writing whether a batch is being written: later events wait for it */
    public SilentStream(FeedSettings settings, FrontierMarks marks, BooleanSupplier writing) {
        this.settings = settings;
        this.marks = marks;
        this.writing = writing;
    }

    /** A batch arrived. */
    public void sign() {
        lastSign = System.nanoTime();
    }

    public void streams() {
        streaming = true;
    }

    /** Whether the connection is dead; if so, its WAL sender is terminated. */
    public boolean isDead() {
        Duration limit = settings.silenceLimit();
        Optional<FrontierMarks.Awaited> late = marks.awaited().filter(mark -> mark.isOlderThan(limit));
        boolean quiet = System.nanoTime() - lastSign > limit.toNanos();
        if (late.isEmpty() || !quiet || writing.getAsBoolean()) {
            return false;
        }
        try (Connection connection = settings.postgres().connect()) {
            return wasSent(connection, late.get().lsn());
        } catch (SQLException e) {
            LOG.debug("the source does not answer", e);
            return false;
        }
    }

    private boolean wasSent(Connection connection, long mark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SENT)) {
            statement.setString(1, Lsn.text(mark));
            statement.setString(2, settings.slot());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return streaming;
                }
                int sender = row.getInt(1);
                boolean gone = row.wasNull();
                boolean sent = row.getBoolean(2);
                if (!gone && sent) {
                    end(connection, sender);
                }
                return sent || (gone && streaming);
            }
        }
    }

    /** It would hold the slot until wal_sender_timeout, waiting for feedback. */
    private static void end(Connection connection, int sender) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, sender);
            statement.execute();
        }
    }
}
