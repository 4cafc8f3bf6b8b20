package io.licensewatch.local;

import io.licensewatch.console.Console;
import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.MadeUpSaas;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.http.OpsServer;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.OpenParts;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.worker.Worker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Postgres, Kafka, all apps and their HTTP ports, together. */
final class LocalStack implements AutoCloseable {
    private final OpenParts parts = new OpenParts();
    private final Consumer<String> progress;
    private @Nullable EmbeddedPostgres16 postgres;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable Apps apps;
    private @Nullable Worker worker;
    private @Nullable Console console;
    private int httpPort;

    private LocalStack(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Returns while the apps are still getting ready.
     *
     * @param progress takes what is being done, in a few words each
     * @param whenFailed called when an app cannot continue
     * @throws io.licensewatch.embedded.EmbeddedStartException when a server cannot start
     * @throws io.licensewatch.cdc.preflight.UnfitSourceException when the source is not prepared
     */
    static LocalStack start(LocalOptions options, Consumer<String> progress, Consumer<Throwable> whenFailed)
            throws SQLException, InterruptedException, TimeoutException {
        LocalStack stack = new LocalStack(progress);
        try {
            stack.open(options, whenFailed);
            return stack;
        } catch (SQLException | InterruptedException | TimeoutException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void open(LocalOptions options, Consumer<Throwable> whenFailed)
            throws SQLException, InterruptedException, TimeoutException {
        Metrics metrics = parts.keep(Metrics.create());
        // First: a port that is taken is known before anything has started.
        OpsServer pages = parts.keep(OpsServer.start("127.0.0.1", options.chooseHttpPort(), metrics.registry()));
        httpPort = pages.port();
        int consolePort = options.chooseConsolePort();
        Path kept = options.dataDirectory();
        DataDirectory directory = parts.keep(kept != null ? DataDirectory.at(kept) : DataDirectory.temporary());
        WatchedSource source = source(options, directory);
        progress.accept("starting Kafka");
        EmbeddedKafka broker = parts.keep(EmbeddedKafka.start(directory.resolve("kafka"), options.chooseKafkaPort()));
        kafka = broker;
        if (kept == null && options.sourceUrl() != null) {
            parts.keep(() -> leave(source));
        }
        progress.accept("starting cdc and stream-app");
        Apps both = parts.keep(Apps.start(
                new Apps.Wiring(
                        source.url(),
                        WatchedSource.SLOT,
                        broker.bootstrapServers(),
                        directory.resolve("streams"),
                        options.streamSettings()),
                metrics,
                whenFailed));
        apps = both;
        Optional<Worker> acting = worker(options, broker, metrics, whenFailed);
        worker = acting.orElse(null);
        Console shown = parts.keep(console(consolePort, broker, directory, metrics, whenFailed));
        console = shown;
        parts.keep(pages.answer(
                all(both.live(), acting.map(Worker::live), shown.live()),
                all(both.ready(), acting.map(Worker::ready), shown.ready())));
    }

    private Optional<Worker> worker(
            LocalOptions options, EmbeddedKafka broker, Metrics metrics, Consumer<Throwable> whenFailed)
            throws SQLException, InterruptedException {
        EmbeddedPostgres16 server = postgres;
        if (!options.worker() || server == null) {
            return Optional.empty();
        }
        progress.accept("starting the worker");
        try (Connection connection = server.connect()) {
            WorkerSource source = WorkerSource.prepared(server, connection);
            Map<String, String> given = new HashMap<>(Map.of(
                    "licensewatch.postgres.url", source.url(),
                    "licensewatch.kafka.bootstrap-servers", broker.bootstrapServers(),
                    "licensewatch.worker.instance-id", "local"));
            MadeUpSaas saas = options.saas();
            if (saas != null) {
                saas.settle(server::connect);
                given.putAll(saas.workerSettings());
            }
            return Optional.of(
                    parts.keep(Worker.start(Settings.of(Worker.settings(), given), metrics.registry(), whenFailed)));
        }
    }

    private static Console console(
            int port, EmbeddedKafka broker, DataDirectory directory, Metrics metrics, Consumer<Throwable> whenFailed)
            throws SQLException {
        Map<String, String> given = Map.of(
                "licensewatch.kafka.bootstrap-servers", broker.bootstrapServers(),
                "licensewatch.console.port", Integer.toString(port),
                "licensewatch.console.data-dir", directory.resolve("console").toString());
        return Console.start(Settings.of(Console.settings(), given), metrics.registry(), whenFailed);
    }

    private static List<HealthCheck> all(
            List<HealthCheck> ofApps, Optional<List<HealthCheck>> ofWorker, List<HealthCheck> ofConsole) {
        return Stream.of(
                        ofApps.stream(),
                        ofWorker.stream().flatMap(List::stream).map(check -> named("worker-", check)),
                        ofConsole.stream().map(check -> named("console-", check)))
                .flatMap(checks -> checks)
                .toList();
    }

    private static HealthCheck named(String prefix, HealthCheck check) {
        return HealthCheck.of(prefix + check.name(), check::check);
    }

    private WatchedSource source(LocalOptions options, DataDirectory directory) throws SQLException {
        String given = options.sourceUrl();
        if (given != null) {
            return new WatchedSource(given);
        }
        progress.accept("starting Postgres 16");
        EmbeddedPostgres16 server =
                parts.keep(EmbeddedPostgres16.start(directory.resolve("postgres"), options.choosePostgresPort()));
        postgres = server;
        return WatchedSource.embedded(server);
    }

    /** There is a slot once the apps have started. */
    private void leave(WatchedSource source) {
        if (apps == null) {
            return;
        }
        try {
            source.dropSlot();
        } catch (SQLException e) {
            progress.accept("slot " + WatchedSource.SLOT + " stays in " + source + " and makes it keep its log ("
                    + e.getMessage() + "); drop it: SELECT pg_drop_replication_slot('" + WatchedSource.SLOT + "');");
        }
    }

    /** Null when another database is watched. */
    @Nullable
    EmbeddedPostgres16 postgres() {
        return postgres;
    }

    String bootstrapServers() {
        return started(kafka).bootstrapServers();
    }

    Apps apps() {
        return started(apps);
    }

    /** Of all that runs. */
    List<HealthCheck> ready() {
        return all(
                apps().ready(),
                Optional.ofNullable(worker).map(Worker::ready),
                started(console).ready());
    }

    int httpPort() {
        return httpPort;
    }

    /** Where a browser finds the console. */
    String consoleAddress() {
        return started(console).address();
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }

    /** Ends everything, the apps first. */
    @Override
    public void close() {
        parts.close();
    }
}
