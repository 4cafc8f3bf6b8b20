package io.licensewatch.console.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A few connections for reading. If none is free, a request waits a moment and is then rejected, since a late page is of no use.
 */
final class Readers {
    private static final long WAIT_SECONDS = 5;

    private final List<Connection> all;
    private final BlockingQueue<Connection> free;
    private final Jdbi jdbi;

    private Readers(List<Connection> all) {
        this.all = all;
        this.free = new ArrayBlockingQueue<>(all.size(), false, all);
        this.jdbi = Jdbi.create(new Lending());
    }

    interface Opening {
        Connection open() throws SQLException;
    }

    static Readers open(int number, Opening opening) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            connections.add(opening.open());
        }
        return new Readers(connections);
    }

    <T> T read(Function<Handle, T> reading) {
        // One transaction, so that all parts of a page are of the same state.
        return jdbi.inTransaction(reading::apply);
    }

    void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }

    private final class Lending implements ConnectionFactory {
        @Override
        public Connection openConnection() throws SQLException {
            try {
                Connection connection = free.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                if (connection == null) {
                    throw new SQLException("all readers of the read model are busy");
                }
                return connection;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for a reader", e);
            }
        }

        @Override
        public void closeConnection(Connection connection) {
            free.add(connection);
        }
    }
}
