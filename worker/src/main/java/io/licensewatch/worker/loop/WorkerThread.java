package io.licensewatch.worker.loop;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.process.Backoff;
import io.licensewatch.runtime.process.KafkaFault;
import io.licensewatch.runtime.text.Causes;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a loop until it is stopped: waits while Postgres or Kafka is unavailable, and reports its state. */
final class WorkerThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThread.class);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(8);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final LoopSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Publisher publisher;
    private final Ledger ledger;
    private final WorkerLoop loop;
    private final LoopMetrics metrics;
    private final java.util.function.Consumer<Throwable> whenFailed;
    private final Thread thread;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

    private volatile boolean stopping;
    private volatile Standing standing = new Standing(LoopState.JOINING, "");
    private volatile long turnEnded = System.nanoTime();

    private record Standing(LoopState state, String detail) {}

    WorkerThread(
            int number,
            LoopSettings settings,
            LoopClients clients,
            Ledger ledger,
            Externals externals,
            LoopMetrics metrics,
            java.util.function.Consumer<Throwable> whenFailed) {
        this.settings = settings;
        this.ledger = ledger;
        this.metrics = metrics;
        this.whenFailed = whenFailed;
        this.consumer = clients.consumer();
        this.publisher = new Publisher(clients);
        this.loop = new WorkerLoop(settings, consumer, clients, publisher, ledger, externals, metrics);
        this.thread = new Thread(this::run, "worker-" + number);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            loop.subscribe();
            Duration pause = Duration.ZERO;
            while (!stopping) {
                pause = turn(pause);
            }
        } catch (InterruptException e) {
            LOG.debug("interrupted", e);
        } catch (RuntimeException | Error e) {
            standing(LoopState.ENDED, String.valueOf(e.getMessage()));
            whenFailed.accept(e);
        } finally {
            Thread.interrupted();
            release();
            standing(LoopState.ENDED, standing.detail());
        }
    }

    /** Returns the delay before the next turn. */
    private Duration turn(Duration pause) {
        try {
            boolean joined = loop.turn(pause);
            turnEnded = System.nanoTime();
            standing(joined ? LoopState.WORKING : LoopState.JOINING, "");
            backoff.reset();
            return Duration.ZERO;
        } catch (WakeupException e) {
            return Duration.ZERO; // to stop
        } catch (InterruptException e) {
            throw e;
        } catch (LedgerUnavailableException e) {
            metrics.postgresError();
            standing(LoopState.POSTGRES_AWAY, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            if (stopping) {
                return Duration.ZERO;
            }
            KafkaFault.of(e, "worker").ifPresent(fault -> {
                throw fault;
            });
            metrics.kafkaError();
            standing(LoopState.KAFKA_AWAY, Causes.rootMessage(e));
            publisher.close();
            loop.forget();
        }
        return backoff.next();
    }

    private void standing(LoopState state, String detail) {
        Standing before = standing;
        standing = new Standing(state, Visible.of(detail));
        if (before.state() != state) {
            (state == LoopState.POSTGRES_AWAY || state == LoopState.KAFKA_AWAY ? LOG.atWarn() : LOG.atInfo())
                    .addKeyValue("from", before.state())
                    .addKeyValue("to", state)
                    .addKeyValue("detail", detail)
                    .log("worker state");
        }
    }

    private void release() {
        try {
            consumer.close(CloseOptions.timeout(CLOSES_WITHIN));
        } catch (KafkaException e) {
            LOG.debug("the consumer did not close cleanly", e);
        }
        publisher.close();
        ledger.close();
    }

    boolean hasEnded() {
        return standing.state() == LoopState.ENDED;
    }

    Health health() {
        Standing now = standing;
        if (now.state() != LoopState.WORKING) {
            String detail = now.detail().isEmpty() ? "" : ": " + now.detail();
            return Health.down(now.state().name().toLowerCase(Locale.ROOT).replace('_', ' ') + detail);
        }
        double silence = heartbeatAgeSeconds();
        if (silence > settings.sessionTimeout().toSeconds()) {
            return Health.down(String.format(Locale.ROOT, "Kafka has not answered for %.0f s", silence));
        }
        long turn = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - turnEnded);
        return turn > settings.statementTimeout().plusSeconds(60).toSeconds()
                ? Health.down("one turn takes " + turn + " s")
                : Health.up("working");
    }

    /** While Kafka is unavailable, polls are just empty. */
    private double heartbeatAgeSeconds() {
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("last-heartbeat-seconds-ago")
                    && metric.metricValue() instanceof Number seconds) {
                return seconds.doubleValue();
            }
        }
        return 0;
    }

    /** Time since all results were published. */
    double lagSeconds() {
        return (System.nanoTime() - turnEnded) / 1e9;
    }

    /** Stops it after the current step. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(STOPS_WITHIN.toMillis());
            if (thread.isAlive()) {
                ledger.abort(); // the statement is rolled back, and repeated by the next worker
                thread.interrupt();
                thread.join(STOPS_WITHIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
