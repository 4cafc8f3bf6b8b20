package io.licensewatch.cdc.marks;

import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.source.PartitionTrees;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes marks into the WAL: one per interval, and one soon after row changes. What follows a mark in the stream was committed
 * after it, so a mark that returns proves that everything before it was delivered. Marks also move the slot while the watched
 * tables are idle.
 *
 * <p>Marks have a connection of their own and do not use Debezium's heartbeat query: that runs in the thread that reads the
 * stream, only between two transactions, and hides its failures.
 */
@SuppressWarnings("FutureReturnValueIgnored") // mark() handles its own failures
public final class FrontierMarks implements OwnMarks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrontierMarks.class);
    /** The server adds the partitions of the tables, as this statement's snapshot sees them. */
    private static final String EMIT =
            "SELECT pg_logical_emit_message(true, '" + Frontier.MESSAGE_PREFIX + "', ? || %s)::text";

    private static final String SEPARATOR = " ";
    private static final int ANSWER_WITHIN_SECONDS = 5;
    /** The maximum length of a mark in bytes, even with every table partitioned. */
    public static final int LONGEST = 128 + SourceTable.values().length * PartitionTrees.LONGEST;

    /** For a connection on which nothing arrives any more, not even the cancellation of the statement. */
    private static final int GIVE_UP_AFTER_MS = 10_000;

    private final PostgresAddress address;
    private final PartitionTrees trees;
    private final Duration interval;
    private final Duration afterRows;
    /** Distinguishes the marks of this run from those of other instances that read the same database. */
    private final String origin = UUID.randomUUID().toString();

    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicReference<@Nullable Awaited> awaited = new AtomicReference<>();
    private volatile @Nullable Connection connection;
    private boolean failing;
    private volatile @Nullable SQLException refusal;

    /**
     * @param trees of partitioned tables; marks carry their partitions
     * @param interval between two marks of an idle source
     * @param afterRows how soon after row changes a mark follows; the minimum time between two marks of a busy source
     */
    public FrontierMarks(PostgresAddress address, PartitionTrees trees, Duration interval, Duration afterRows) {
        this.address = address;
        this.trees = trees;
        this.interval = interval;
        this.afterRows = afterRows;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "frontier-marks");
            named.setDaemon(true);
            return named;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::mark, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Rows arrived: readers wait for a mark after them. */
    public void soon() {
        if (requested.compareAndSet(false, true)) {
            try {
                thread.schedule(this::requestedMark, afterRows.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                requested.set(false); // closed meanwhile
            }
        }
    }

    /**
     * A mark that was written and has not returned.
     *
     * @param lsn its LSN
     * @param sentAt in ns of this process
     */
    record Awaited(long lsn, long sentAt) {
        boolean isOlderThan(Duration age) {
            return System.nanoTime() - sentAt > age.toNanos();
        }
    }

    /** The oldest mark since one returned. */
    Optional<Awaited> awaited() {
        return Optional.ofNullable(awaited.get());
    }

    /** The error by which Postgres refuses the login; null while it accepts it. */
    @Nullable
    public SQLException refusal() {
        return refusal;
    }

    @Override
    public boolean isOurs(String mark) {
        return mark.startsWith(origin + SEPARATOR);
    }

    @Override
    public Map<String, String> partitions(String mark) {
        return trees.parse(mark.substring(endOfTime(mark))).orElse(Map.of());
    }

    private int endOfTime(String mark) {
        int end = mark.indexOf(SEPARATOR, origin.length() + SEPARATOR.length());
        return end < 0 ? mark.length() : end;
    }

    /** The round-trip time of a mark; empty for a mark of another instance. */
    public Optional<Duration> roundTrip(String mark) {
        if (!isOurs(mark)) {
            return Optional.empty();
        }
        awaited.set(null);
        try {
            long sent = Long.parseLong(mark.substring(origin.length() + SEPARATOR.length(), endOfTime(mark)));
            return Optional.of(Duration.ofNanos(System.nanoTime() - sent));
        } catch (NumberFormatException e) {
            return Optional.empty(); // somebody who can read the WAL copied the origin
        }
    }

    private void requestedMark() {
        requested.set(false);
        mark();
    }

    private void mark() {
        try {
            Connection open = connection;
            if (open == null) {
                open = address.connect();
                open.setNetworkTimeout(Runnable::run, GIVE_UP_AFTER_MS);
                connection = open;
            }
            try (PreparedStatement statement = open.prepareStatement(EMIT.formatted(trees.expression()))) {
                statement.setQueryTimeout(ANSWER_WITHIN_SECONDS);
                long now = System.nanoTime();
                statement.setString(1, origin + SEPARATOR + now);
                trees.set(statement, 2);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    awaited.compareAndSet(null, new Awaited(Lsn.parse(row.getString(1)), now));
                }
            }
            failing = false;
        } catch (SQLException | RuntimeException e) {
            disconnect();
            if (e instanceof SQLException refused && Survey.isLoginRefused(refused)) {
                refusal = refused;
            }
            if (!failing) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("cannot write frontier marks, retrying");
            }
            failing = true;
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("connection did not close", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("the last mark is still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
