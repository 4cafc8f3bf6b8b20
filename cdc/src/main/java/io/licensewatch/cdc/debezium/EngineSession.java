package io.licensewatch.cdc.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a Debezium engine. An engine is for a single use; a restart is a new session. */
public final class EngineSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
    /** For the batch in progress. After that it is interrupted, and delivered again after the restart. */
    private static final long FINISH_BATCH_MS = 1_500;

    private static final long STOP_ENGINE_MS = 3_000;
    private static final long STOP_RETRY_MS = 50;

    private final EngineHandler handler;
    private final EngineConnections connections = new EngineConnections();
    private final OrphanedBackends backends;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    private boolean givenUp;

    /** @param backends collects the backends that it leaves in Postgres after it was closed */
    public EngineSession(Properties properties, EngineHandler handler, OrphanedBackends backends) {
        this.handler = handler;
        this.backends = backends;
        connections.applyTo(properties);
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties)
                .using((success, message, error) -> end.complete(error(success, message, error)))
                .notifying(new EngineBatches(handler))
                .build();
    }

    public void start() {
        Thread thread = new Thread(engine, "debezium-engine");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> end.complete(e));
        thread.start();
    }

    /** Completes when the engine has ended: with the error, or null when it was closed. */
    public CompletableFuture<@Nullable Throwable> end() {
        return end;
    }

    private boolean isRunning() {
        return !end.isDone();
    }

    /** Whether it did not end when it was closed, and was cut off. */
    public boolean isGivenUp() {
        return givenUp;
    }

    /**
     * Ends the run within about five seconds, and with it the use of the slot. An engine that still waits for something then cannot
     * reach Postgres any more.
     */
    @Override
    public void close() {
        try {
            if (!handler.stop(FINISH_BATCH_MS)) {
                LOG.info("the batch in progress is interrupted and will be delivered again after the restart");
            }
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_ENGINE_MS);
            Thread closer = new Thread(() -> closeEngineUntil(deadline), "debezium-engine-close");
            closer.setDaemon(true);
            closer.start();
            awaitEnd(Math.max(0, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            givenUp = isRunning();
            backends.add(connections.cut());
        }
    }

    /** Closing may block on a dead connection, so it runs in a thread that nobody joins. */
    private void closeEngineUntil(long deadline) {
        try {
            while (isRunning() && !closeEngine() && System.nanoTime() < deadline) {
                Thread.sleep(STOP_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An engine that is starting its tasks cannot be closed. */
    private boolean closeEngine() {
        try {
            engine.close();
            return true;
        } catch (IllegalStateException e) {
            LOG.debug("the engine cannot be closed now", e);
            return false;
        } catch (IOException e) {
            LOG.warn("the engine did not close cleanly", e);
            return true;
        }
    }

    private void awaitEnd(long nanos) throws InterruptedException {
        try {
            end.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "the engine did not end in time; Postgres releases the slot when it notices the closed connection");
        } catch (ExecutionException e) {
            LOG.debug("the engine ended with an error", e);
        }
    }

    private static @Nullable Throwable error(boolean success, String message, @Nullable Throwable error) {
        if (error != null) {
            return error;
        }
        return success ? null : new IllegalStateException(message);
    }
}
