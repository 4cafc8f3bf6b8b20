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
 * Bounds connections in number and age. Where there are too many, the oldest goes: one that asks is answered at once, so those
 * that are still there hold on to something.
 */
final class OpenConnections implements Connection.Listener {
    private final int atMost;
    private final Duration age;
    private final Supplier<Scheduler> scheduler;
    /** Each with what ends it, the oldest first. */
    private final Map<Connection, Scheduler.Task> open = new LinkedHashMap<>();

    /** @param age a sender of one byte a second is never idle, and is cut off by this */
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

    /** Not the same one again for the next who comes. */
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

    /** The connection itself would wait for what it has not written yet. */
    private static void cut(Connection connection) {
        connection.getEndPoint().close();
    }
}
