package io.licensewatch.cdc.debezium;

import io.licensewatch.cdc.settings.FeedSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the slot of an engine that does not end in time: one that waits for a lock, or for a dead connection. Its WAL sender
 * would hold the slot as long, and block the next run.
 */
public final class SlotRelease {
    private static final Logger LOG = LoggerFactory.getLogger(SlotRelease.class);
    private static final String END_SENDER =
            "SELECT pg_terminate_backend(active_pid, 200) FROM pg_replication_slots WHERE slot_name = ? AND active";

    private SlotRelease() {}

    /**
     * Tries for that long; Postgres may not answer either.
     *
     * @param givenUp whether the engine has not ended: then the process that reads from the slot is assumed to be its WAL sender
     */
    public static void within(long millis, FeedSettings settings, OrphanedBackends backends, boolean givenUp) {
        Thread thread = new Thread(() -> end(settings, backends, givenUp), "slot-release");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(FeedSettings settings, OrphanedBackends backends, boolean givenUp) {
        try {
            backends.end(settings.postgres());
        } catch (SQLException e) {
            LOG.debug("not all backends ended; the next run ends them before its engine starts", e);
        }
        if (givenUp) {
            endSender(settings);
        }
    }

    private static void endSender(FeedSettings settings) {
        try (Connection connection = settings.postgres().connect();
                PreparedStatement statement = connection.prepareStatement(END_SENDER)) {
            statement.setString(1, settings.slot());
            statement.execute();
        } catch (SQLException e) {
            LOG.debug("the slot is not released", e);
        }
    }
}
