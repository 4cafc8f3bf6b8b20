package io.licensewatch.bench;

import io.licensewatch.embedded.EmbeddedPostgres16;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A database in which many tenants are written at a steady pace, while others cross the limit of their seats, one by one. */
final class BusySource implements AutoCloseable {
    private static final int BUSY_TENANTS = 200;
    /** Users of each tenant; a studio has 20 seats. */
    private static final int USERS = 10;

    private static final int TOO_MANY = 12;

    private final Connection busy;
    private final Connection crossing;
    private final int rate;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final List<Future<?>> paces = new ArrayList<>();
    private final List<Crossing> crossings = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final List<String> waiting;
    private int turn;

    /** A commit that raises an alert; the time is {@link System#nanoTime}'s. */
    record Crossing(String tenantId, long committedAt) {}

    /** @param rate of row changes that raise nothing, per second */
    BusySource(EmbeddedPostgres16 postgres, int rate) throws SQLException {
        this.busy = postgres.connect();
        this.crossing = postgres.connect();
        this.rate = rate;
        this.waiting = tenants(crossing);
    }

    /** @param toCross tenants that will cross the limit */
    static void signUp(Connection connection, int toCross) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT sign_up('Busy ' || i, 'club'), hire(" + USERS + ", 'Busy ' || i, 'coach')"
                    + " FROM generate_series(1, " + BUSY_TENANTS + ") i");
            statement.execute("SELECT sign_up('Timed ' || i, 'studio'), hire(" + USERS + ", 'Timed ' || i, 'coach')"
                    + " FROM generate_series(1, " + toCross + ") i");
        }
    }

    private static List<String> tenants(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM tenants WHERE name LIKE 'Timed %' ORDER BY name")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** @param crossingsPerSecond until every tenant that waits has crossed */
    void start(int crossingsPerSecond) {
        pace(crossingsPerSecond, this::cross);
        if (rate > 0) {
            pace(Math.max(1, rate / USERS), this::write);
        }
    }

    private void pace(int perSecond, Callable<?> step) {
        Runnable task = () -> {
            try {
                step.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        long nanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        paces.add(threads.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS));
    }

    private Object cross() throws SQLException {
        int next = crossings.size();
        if (next < waiting.size()) {
            String tenantId = waiting.get(next);
            try (PreparedStatement statement = crossing.prepareStatement(
                    "SELECT hire(" + TOO_MANY + ", name, 'coach') FROM tenants WHERE id = ?::uuid")) {
                statement.setString(1, tenantId);
                statement.execute();
            }
            crossings.add(new Crossing(tenantId, System.nanoTime()));
        }
        return next;
    }

    private Object write() throws SQLException {
        turn = turn % BUSY_TENANTS + 1;
        try (PreparedStatement statement = busy.prepareStatement(
                "UPDATE user_roles SET is_active = NOT is_active WHERE tenant_id = tenant('Busy ' || ?)")) {
            statement.setInt(1, turn);
            return changes.addAndGet(statement.executeUpdate());
        }
    }

    /** How many rows have been changed that raise nothing. */
    long changes() {
        return changes.get();
    }

    /** In the order of their commits. */
    List<Crossing> crossings() {
        return crossings;
    }

    /** A pace ends only when a step of it has failed. */
    void requireSound() throws ExecutionException, InterruptedException {
        for (Future<?> pace : paces) {
            if (pace.isDone()) {
                pace.get();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdownNow();
        busy.close();
        crossing.close();
    }
}
