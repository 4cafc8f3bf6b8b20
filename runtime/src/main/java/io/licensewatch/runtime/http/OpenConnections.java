package io.licensewatch.runtime.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Limits the number and age of connections. If there are too many, the oldest is closed: requests are answered at once, so a
 * connection that stays open is probably stuck.
 */
final class OpenConnections implements Connection.Listener {
    private final int atMost;
    private final Duration age;
    private final Supplier<Scheduler> scheduler;
    /** Each connection with its timeout, the oldest first. */
    private final Map<Connection, Scheduler.Task> open = new LinkedHashMap<>();

    /** @param age maximum age; it also ends a client that sends one byte a second and so is never idle */
    OpenConnections(int atMost, Duration age, Supplier<Scheduler> scheduler) {
        this.atMost = atMost;
        this.age = age;
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        Scheduler.Task end = scheduler.get().schedule(() -> cut(connection), age.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            open.put(connection, end);
        }
        oneTooMany().ifPresent(OpenConnections::cut);
    }

    /** So that the next eviction does not choose the same connection. */
    private synchronized Optional<Connection> oneTooMany() {
        if (open.size() <= atMost) {
            return Optional.empty();
        }
        Map.Entry<Connection, Scheduler.Task> oldest =
                open.entrySet().iterator().next();
        oldest.getValue().cancel();
        open.remove(oldest.getKey());
        return Optional.of(oldest.getKey());
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task end;
        synchronized (this) {
            end = open.remove(connection);
        }
        if (end != null) {
            end.cancel();
        }
    }

    /** Closing the connection would wait for pending writes. */
    private static void cut(Connection connection) {
        connection.getEndPoint().close();
    }
}
