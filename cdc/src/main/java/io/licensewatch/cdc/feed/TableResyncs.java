package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineProperties;
import io.licensewatch.cdc.debezium.EngineRemains;
import io.licensewatch.cdc.debezium.EngineSession;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.resync.Rereading;
import io.licensewatch.cdc.resync.Rereading.Phase;
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
 * Reads tables anew while the stream goes on, one reading after another, for as long as the run lives. What is right to write
 * is decided by {@link Rereading}; here are the steps, and the waiting between them.
 */
final class TableResyncs {
    private static final Logger LOG = LoggerFactory.getLogger(TableResyncs.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final long LOOK_MS = 100;
    private static final Duration TELL_WAITING_EACH = Duration.ofSeconds(10);

    private final FeedSettings settings;
    private final List<CapturedTable> tables;
    private final PartitionCheck partitions;
    private final BatchTranslator translator;
    private final BatchHandler handler;
    private final SnapshotProgress progress;
    private final EngineRemains remains;
    private final Thread thread = new Thread(this::work, "cdc-resync");
    private final Object written = new Object();
    private final CompletableFuture<Throwable> unfit = new CompletableFuture<>();
    private boolean wanted;
    private @Nullable Phase reached;

    TableResyncs(
            FeedSettings settings,
            WatchedTables watched,
            BatchTranslator translator,
            BatchHandler handler,
            SnapshotProgress progress,
            EngineRemains remains) {
        this.remains = remains;
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

    /** Completes when a reading meets what it cannot go on with. Nothing is evaluated until it can, so the run has to end. */
    CompletableFuture<Throwable> unfit() {
        return unfit;
    }

    /** A batch is written; told in the handler's turn. */
    void written(Progress progress) {
        synchronized (written) {
            wanted = progress.snapshotComplete()
                    && !progress.resyncs().wantsAll()
                    && !progress.resyncs().wanted().isEmpty();
            reached = translator.resyncs().current().map(Rereading::phase).orElse(null);
            written.notifyAll();
        }
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                awaitWish();
                try {
                    reread();
                    pause = FIRST_PAUSE;
                } catch (SQLException | IllegalStateException e) {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        if (cause instanceof UnfitSourceException || cause instanceof PartitionCheck.OtherSource) {
                            unfit.complete(cause);
                            return;
                        }
                    }
                    Optional<UnfitSourceException> reason = unfitSource();
                    if (reason.isPresent()) {
                        unfit.complete(reason.get());
                        return;
                    }
                    LOG.atWarn()
                            .addKeyValue("error", e.getMessage())
                            .addKeyValue("retryInMs", pause.toMillis())
                            .log("the resync has failed and begins again");
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more resyncs in this run");
        }
    }

    /** What makes every further try fail, if the source shows it. */
    private Optional<UnfitSourceException> unfitSource() {
        try {
            Survey survey = settings.survey().withoutUnpublished();
            boolean passes = survey.isFitForSnapshot() || survey.mayPass() || survey.isLoginRefused();
            return passes ? Optional.empty() : Optional.of(new UnfitSourceException(survey.findings()));
        } catch (SQLException e) {
            LOG.debug("cannot look at the source", e);
            return Optional.empty();
        }
    }

    private void awaitWish() throws InterruptedException {
        synchronized (written) {
            while (!wanted) {
                written.wait();
            }
        }
    }

    private void reread() throws SQLException, InterruptedException {
        Optional<Rereading> next = handler.inTurn(this::next);
        if (next.isEmpty()) {
            return;
        }
        Rereading reading = next.get();
        partitions.require(reading.tables());
        LOG.atInfo().addKeyValue("tables", reading.tables()).log("resync begins");
        try (Connection connection = settings.postgres().connect()) {
            mark(connection, reading, Kind.TRACK, Phase.TRACKING);
            awaitOver(connection, RunningTransactions.now(connection));
            mark(connection, reading, Kind.READ, Phase.READING);
            progress.begins(
                    "resync of " + String.join(", ", new TreeSet<>(reading.tables())),
                    reading.tables(),
                    RowEstimates.known(settings.postgres(), reading.tables()));
            Map<String, String> files = TableFiles.of(connection, reading.tables());
            read(reading);
            if (!TableFiles.of(connection, reading.tables()).equals(files)) {
                throw new IllegalStateException("a table was rewritten or truncated while it was read");
            }
            mark(connection, reading, Kind.END, Phase.ENDED);
            progress.ended();
        } finally {
            progress.brokenOff();
        }
    }

    private Optional<Rereading> next() {
        synchronized (written) {
            reached = null; // was a former reading's
        }
        return translator.resyncs().next();
    }

    /** Returns when the mark has come back through the stream, and what came before it is written. */
    private void mark(Connection connection, Rereading reading, Kind kind, Phase phase)
            throws SQLException, InterruptedException {
        ResyncMessage.of(kind, settings.slot(), reading.id()).emit(connection);
        synchronized (written) {
            while (reached != phase) {
                written.wait();
            }
        }
    }

    private static void awaitOver(Connection connection, RunningTransactions running)
            throws SQLException, InterruptedException {
        long toldAt = System.nanoTime();
        for (OptionalLong oldest = running.oldest(connection);
                oldest.isPresent();
                oldest = running.oldest(connection)) {
            if (System.nanoTime() - toldAt > TELL_WAITING_EACH.toNanos()) {
                toldAt = System.nanoTime();
                LOG.atWarn()
                        .addKeyValue("transaction", oldest.getAsLong())
                        .log("the resync waits for {}", OpenTransactions.named(connection, oldest.getAsLong()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private void read(Rereading reading) throws InterruptedException {
        List<CapturedTable> those = tables.stream()
                .filter(table -> reading.tables().contains(table.name()))
                .toList();
        ReadingHandler rows = new ReadingHandler(translator, handler, progress);
        try (EngineSession session = new EngineSession(EngineProperties.reading(settings, those), rows, remains)) {
            session.start();
            CompletableFuture.anyOf(rows.whole(), session.end()).get();
            if (!rows.whole().isDone()) {
                throw new IllegalStateException(
                        "the reading has ended too early", session.end().getNow(null));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reading has failed", e.getCause());
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
