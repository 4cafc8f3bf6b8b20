package io.licensewatch.bench;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.Apps;
import io.licensewatch.local.Readiness;
import io.licensewatch.local.WatchedSource;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.schemas.alert.AlertKey;
import io.licensewatch.schemas.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From a commit to its alert, through cdc and stream-app as in production, while other tenants are written. */
final class LatencyBench {
    private static final int ALERTS_PER_SECOND = 10;
    /** The first ones, which do not count. */
    private static final int WARM_UP = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private LatencyBench() {}

    /**
     * @param count of the alerts that are timed
     * @param rate of other row changes, per second
     */
    static LatencyFigures run(int count, int rate, Consumer<String> progress)
            throws SQLException, InterruptedException, TimeoutException, ExecutionException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                Connection connection = postgres.connect();
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                Metrics metrics = Metrics.create()) {
            SampleDatabase.createIn(connection);
            BusySource.signUp(connection, WARM_UP + count);
            Apps.Wiring wiring = new Apps.Wiring(
                    WatchedSource.prepared(postgres, connection).url(),
                    WatchedSource.SLOT,
                    kafka.bootstrapServers(),
                    directory.resolve("streams"),
                    Map.of());
            progress.accept("taking the snapshot");
            try (Apps apps = Apps.start(wiring, metrics, failure::set)) {
                new Readiness(apps.ready()).await(PATIENCE, progress);
                progress.accept(count + " alerts, " + ALERTS_PER_SECOND + " each second");
                try (BusySource busy = new BusySource(postgres, rate);
                        CommittedRecords alerts = CommittedRecords.follow(
                                Map.of("bootstrap.servers", kafka.bootstrapServers()), List.of(Topics.ALERTS), false)) {
                    return time(busy, alerts, count, failure);
                }
            }
        }
    }

    private static LatencyFigures time(
            BusySource busy, CommittedRecords alerts, int count, AtomicReference<@Nullable Throwable> failure)
            throws TimeoutException, ExecutionException, InterruptedException {
        busy.start(ALERTS_PER_SECOND);
        Map<String, Long> arrivedAt = new HashMap<>();
        long begin = System.nanoTime();
        long patience = Duration.ofSeconds((WARM_UP + count) / ALERTS_PER_SECOND)
                .plus(PATIENCE)
                .toNanos();
        while (arrivedAt.size() < WARM_UP + count) {
            for (TopicRecord alert : alerts.poll(Duration.ofMillis(100))) {
                arrivedAt.putIfAbsent(tenantOf(alert), System.nanoTime());
            }
            busy.requireSound();
            if (failure.get() != null) {
                throw new IllegalStateException("an app has failed", failure.get());
            }
            if (System.nanoTime() - begin > patience) {
                throw new TimeoutException("of " + (WARM_UP + count) + " alerts only " + arrivedAt.size() + " arrived");
            }
        }
        double rate = busy.changes() / ((System.nanoTime() - begin) / 1e9);
        List<BusySource.Crossing> timed = busy.crossings().subList(WARM_UP, WARM_UP + count);
        return new LatencyFigures(
                rate,
                timed.stream()
                        .mapToDouble(crossing ->
                                (arrivedAt.getOrDefault(crossing.tenantId(), 0L) - crossing.committedAt()) / 1e6)
                        .toArray());
    }

    private static String tenantOf(TopicRecord alert) {
        return AlertKey.parse(String.valueOf(alert.key())).tenantId();
    }
}
