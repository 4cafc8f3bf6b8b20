package io.licensewatch.cdc.testbed;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Somebody who writes to user_roles all the time: single rows, many rows in one statement, rows that move, rows that go. */
public final class Load implements AutoCloseable {
    private static final String SOME = " WHERE id IN (SELECT id FROM user_roles ORDER BY id OFFSET %d LIMIT %d)";

    private final Source source;
    private final Random random;
    private final Thread thread = new Thread(this::write, "load");
    private final AtomicLong commits = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean over;

    private Load(Source source, long seed) {
        this.source = source;
        this.random = new Random(seed);
    }

    public static Load on(Source source) {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        System.out.println("load: -Dlicensewatch.seed=" + seed);
        Load load = new Load(source, seed);
        load.thread.start();
        return load;
    }

    /** How many transactions it has committed. */
    public long commits() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new AssertionError("the load has failed", failed);
        }
        return commits.get();
    }

    /** Waits until it has committed some more. */
    public void awaitMore(int transactions) {
        long until = commits() + transactions;
        await().atMost(CdcTestbed.PATIENCE).until(() -> commits() >= until);
    }

    private void write() {
        try (Connection connection = source.postgres().connect(source.database());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    statement.execute(next());
                }
                connection.commit();
                commits.incrementAndGet();
            }
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    private String next() {
        int from = random.nextInt(50);
        int some = 1 + random.nextInt(10);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())";
            case 2 ->
                "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, " + some + ")";
            case 3 -> "UPDATE user_roles SET user_id = gen_random_uuid()" + String.format(SOME, from, some);
            case 4 -> "UPDATE user_roles SET tenant_id = gen_random_uuid()" + String.format(SOME, from, some);
            default -> "DELETE FROM user_roles" + String.format(SOME, from, 2 + some);
        };
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        commits();
    }
}
