package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineProperties;
import io.licensewatch.cdc.debezium.EngineSession;
import io.licensewatch.cdc.debezium.OrphanedBackends;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.resync.IncrementalSnapshot;
import io.licensewatch.cdc.resync.IncrementalSnapshot.Phase;
import io.licensewatch.cdc.resync.ResyncMessage;
import io.licensewatch.cdc.resync.ResyncMessage.Kind;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.snapshot.SnapshotProgress;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.OpenTransactions;
import io.licensewatch.cdc.source.RowEstimates;
import io.licensewatch.cdc.source.RunningTransactions;
import io.licensewatch.cdc.source.TableFiles;
import io.licensewatch.cdc.translate.BatchTranslator;
import io.licensewatch.cdc.watch.PartitionCheck;
import io.licensewatch.cdc.watch.WatchedTables;
import io.licensewatch.runtime.process.Backoff;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes incremental snapshots while the stream continues, one after another, as long as the run lives. {@link IncrementalSnapshot}
 * decides which rows are written; here are the steps, and the waiting between them.
 */
final class IncrementalSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(IncrementalSnapshots.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final long POLL_MS = 100;
    private static final Duration LOG_WAITING_EACH = Duration.ofSeconds(10);

    private final FeedSettings settings;
    private final List<CapturedTable> tables;
    private final PartitionCheck partitions;
    private final BatchTranslator translator;
    private final BatchHandler handler;
    private final SnapshotProgress progress;
    private final OrphanedBackends backends;
    private final Thread thread = new Thread(this::work, "cdc-resync");
    private final Object written = new Object();
    private final CompletableFuture<Throwable> unfit = new CompletableFuture<>();
    private boolean wanted;
    private @Nullable Phase reached;

    IncrementalSnapshots(
            FeedSettings settings,
            WatchedTables watched,
            BatchTranslator translator,
            BatchHandler handler,
            SnapshotProgress progress,
            OrphanedBackends backends) {
        this.backends = backends;
        this.progress = progress;
        this.settings = settings;
        this.tables = watched.tables();
        this.partitions = new PartitionCheck(settings, watched);
        this.translator = translator;
        this.handler = handler;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Completes when a snapshot cannot continue. Nothing is evaluated until it is complete, so the run has to end. */
    CompletableFuture<Throwable> unfit() {
        return unfit;
    }

    /** A batch is written. Called in the handler's turn. */
    void written(Checkpoint progress) {
        synchronized (written) {
            wanted = progress.snapshotComplete()
                    && !progress.resyncs().wantsAll()
                    && !progress.resyncs().wanted().isEmpty();
            reached = translator
                    .resyncs()
                    .current()
                    .map(IncrementalSnapshot::phase)
                    .orElse(null);
            written.notifyAll();
        }
    }

    private void work() {
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        try {
            while (true) {
                awaitRequest();
                try {
                    takeSnapshot();
                    backoff.reset();
                } catch (SQLException | IllegalStateException e) {
                    Optional<Throwable> end = reasonToEnd(e);
                    if (end.isPresent()) {
                        unfit.complete(end.get());
                        return;
                    }
                    Duration pause = backoff.next();
                    LOG.atWarn()
                            .addKeyValue("error", e.getMessage())
                            .addKeyValue("retryInMs", pause.toMillis())
                            .log("the resync failed and starts again");
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no further resyncs in this run");
        }
    }

    /** What makes further attempts pointless; empty if they may succeed. */
    private Optional<Throwable> reasonToEnd(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnfitSourceException || cause instanceof PartitionCheck.OtherSource) {
                return Optional.of(cause);
            }
        }
        return unfitSource().map(Throwable.class::cast);
    }

    /** The reason why every further attempt would fail, if the source shows it. */
    private Optional<UnfitSourceException> unfitSource() {
        try {
            Survey survey = settings.survey().withoutUnpublished();
            boolean passes = survey.isFitForSnapshot() || survey.mayPass() || survey.isLoginRefused();
            return passes ? Optional.empty() : Optional.of(new UnfitSourceException(survey.results()));
        } catch (SQLException e) {
            LOG.debug("cannot check the source", e);
            return Optional.empty();
        }
    }

    private void awaitRequest() throws InterruptedException {
        synchronized (written) {
            while (!wanted) {
                written.wait();
            }
        }
    }

    private void takeSnapshot() throws SQLException, InterruptedException {
        Optional<IncrementalSnapshot> next = handler.inTurn(this::next);
        if (next.isEmpty()) {
            return;
        }
        IncrementalSnapshot snapshot = next.get();
        partitions.require(snapshot.tables());
        LOG.atInfo().addKeyValue("tables", snapshot.tables()).log("resync starts");
        try (Connection connection = settings.postgres().connect()) {
            mark(connection, snapshot, Kind.TRACK, Phase.TRACKING);
            awaitEndOf(connection, RunningTransactions.now(connection));
            mark(connection, snapshot, Kind.READ, Phase.READING);
            progress.begins(
                    "resync of " + String.join(", ", new TreeSet<>(snapshot.tables())),
                    snapshot.tables(),
                    RowEstimates.known(settings.postgres(), snapshot.tables()));
            Map<String, String> files = TableFiles.of(connection, snapshot.tables());
            read(snapshot);
            if (!TableFiles.of(connection, snapshot.tables()).equals(files)) {
                throw new IllegalStateException("a table was rewritten or truncated while it was read");
            }
            mark(connection, snapshot, Kind.END, Phase.ENDED);
            progress.ended();
        } finally {
            progress.aborted();
        }
    }

    private Optional<IncrementalSnapshot> next() {
        synchronized (written) {
            reached = null; // of the former snapshot
        }
        return translator.resyncs().next();
    }

    /** Returns when the mark has returned through the stream, and everything before it is written. */
    private void mark(Connection connection, IncrementalSnapshot snapshot, Kind kind, Phase phase)
            throws SQLException, InterruptedException {
        ResyncMessage.of(kind, settings.slot(), snapshot.id()).emit(connection);
        synchronized (written) {
            while (reached != phase) {
                written.wait();
            }
        }
    }

    private static void awaitEndOf(Connection connection, RunningTransactions running)
            throws SQLException, InterruptedException {
        long loggedAt = System.nanoTime();
        for (OptionalLong oldest = running.oldest(connection);
                oldest.isPresent();
                oldest = running.oldest(connection)) {
            if (System.nanoTime() - loggedAt > LOG_WAITING_EACH.toNanos()) {
                loggedAt = System.nanoTime();
                LOG.atWarn()
                        .addKeyValue("transaction", oldest.getAsLong())
                        .log("the resync waits for {}", OpenTransactions.named(connection, oldest.getAsLong()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private void read(IncrementalSnapshot snapshot) throws InterruptedException {
        List<CapturedTable> those = tables.stream()
                .filter(table -> snapshot.tables().contains(table.name()))
                .toList();
        IncrementalSnapshotHandler rows = new IncrementalSnapshotHandler(translator, handler, progress);
        try (EngineSession session =
                new EngineSession(EngineProperties.incrementalSnapshot(settings, those), rows, backends)) {
            session.start();
            CompletableFuture.anyOf(rows.whole(), session.end()).get();
            if (!rows.whole().isDone()) {
                throw new IllegalStateException(
                        "the snapshot ended too early", session.end().getNow(null));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the snapshot failed", e.getCause());
        }
    }

    /** Begins to stop: no further row is written once the handler has stopped. */
    void stop() {
        thread.interrupt();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
    }
}
