package io.licensewatch.cdc.testbed;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several connections that write to user_roles at once, in transactions that overlap. */
public final class Writers implements AutoCloseable {
    private static final String DEADLOCK = "40P01";

    private final Source source;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean over;

    private Writers(Source source) {
        this.source = source;
    }

    public static Writers on(Source source, int count) {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        System.out.println("writers: -Dlicensewatch.seed=" + seed);
        Writers writers = new Writers(source);
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> writers.write(random), "writer-" + i);
            writers.threads.add(thread);
            thread.start();
        }
        return writers;
    }

    /** Waits until they have committed some more. */
    public void awaitMore(int transactions) {
        long until = commits.get() + transactions;
        await().atMost(CdcTestbed.PATIENCE).until(() -> failure.get() != null || commits.get() >= until);
        requireSound();
    }

    private void write(Random random) {
        try (Connection connection = source.postgres().connect(source.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over) {
                transaction(connection, statement, random);
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    private void transaction(Connection connection, Statement statement, Random random) throws SQLException {
        try {
            for (int i = random.nextInt(4); i >= 0; i--) {
                statement.execute(next(random));
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                commits.incrementAndGet();
            }
        } catch (SQLException e) {
            connection.rollback();
            if (!DEADLOCK.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static String next(Random random) {
        String some = " WHERE id IN (SELECT id FROM user_roles TABLESAMPLE SYSTEM (30) LIMIT "
                + (1 + random.nextInt(10)) + ")";
        return switch (random.nextInt(5)) {
            case 0 -> "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 6)";
            case 1, 2 -> "UPDATE user_roles SET is_active = NOT is_active" + some;
            case 3 -> "UPDATE user_roles SET tenant_id = gen_random_uuid()" + some;
            default -> "DELETE FROM user_roles" + some;
        };
    }

    private void requireSound() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a writer has failed", failed);
        }
    }

    @Override
    public void close() {
        over = true;
        await().atMost(CdcTestbed.PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));
        requireSound();
    }
}
