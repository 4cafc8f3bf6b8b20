package io.licensewatch.cdc.debezium;

import io.licensewatch.cdc.source.PostgresAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backends that engines which were cut off left in Postgres: a backend notices a lost client only when it sends something, and
 * one that waits for other transactions does not. Until then it holds the slot, as another instance would.
 */
public final class OrphanedBackends {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedBackends.class);
    /** As seen from the server: backends of this role, from the address of this connection, with those ports, started before the cut. */
    private static final String END = """
            SELECT pg_catalog.pg_terminate_backend(pid, 1000) FROM pg_catalog.pg_stat_activity
            WHERE usename = current_user AND pid <> pg_catalog.pg_backend_pid()
              AND client_addr IS NOT DISTINCT FROM pg_catalog.inet_client_addr() AND client_port = ANY (?)
              AND backend_start < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => ?)""";

    private static final double NANOS = 1e9;

    private final Set<Integer> ports = new HashSet<>();
    private long cutAt;

    /** An engine was cut off. */
    synchronized void add(Set<Integer> localPorts) {
        if (!localPorts.isEmpty()) {
            ports.addAll(localPorts);
            cutAt = System.nanoTime();
        }
    }

    public synchronized boolean exist() {
        return !ports.isEmpty();
    }

    /** Returns when none is left. */
    public synchronized void end(PostgresAddress address) throws SQLException {
        if (ports.isEmpty()) {
            return;
        }
        try (Connection connection = address.connectToCatalog();
                PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setArray(1, connection.createArrayOf("int4", ports.toArray()));
            statement.setDouble(2, (System.nanoTime() - cutAt) / NANOS);
            int ended = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!rows.getBoolean(1)) {
                        throw new SQLException("a backend of an engine that was cut off does not end");
                    }
                    ended++;
                }
            }
            if (ended > 0) {
                LOG.atInfo()
                        .addKeyValue("backends", ended)
                        .log("terminated the backends that a closed engine left behind");
            }
            ports.clear();
        }
    }
}
