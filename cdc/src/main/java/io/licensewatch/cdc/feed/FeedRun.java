package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineProperties;
import io.licensewatch.cdc.debezium.EngineRemains;
import io.licensewatch.cdc.debezium.EngineSession;
import io.licensewatch.cdc.debezium.SlotRelease;
import io.licensewatch.cdc.marks.FrontierMarks;
import io.licensewatch.cdc.marks.SilentStream;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.StartPlan;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.sink.TopicIds;
import io.licensewatch.cdc.snapshot.SnapshotReports;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.RowEstimates;
import io.licensewatch.cdc.source.SourceCatalog;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.translate.BatchTranslator;
import io.licensewatch.cdc.translate.OldRows;
import io.licensewatch.cdc.translate.TableShapes;
import io.licensewatch.cdc.watch.SourceWatch;
import io.licensewatch.cdc.watch.WatchedTables;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the feed: an engine, what it writes to, the marks that it gets back, and a look at the slot now and then. */
final class FeedRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedRun.class);
    private static final long END_RESYNC_MS = 1_000;
    private static final long LET_GO_MS = 300;

    private final FeedSettings settings;
    private final KafkaSink sink;
    private final StreamMetrics metrics;
    private final FrontierMarks marks;
    private final BatchTranslator translator;
    private final SnapshotReports reports;
    private final EngineSession session;
    private final TableResyncs resyncs;
    private final SourceWatch watch;
    private final SilentStream silence;
    private final CompletableFuture<@Nullable Void> newSnapshotWanted = new CompletableFuture<>();
    private final Progress start;
    private final boolean snapshot;
    private final int epoch;
    private final List<CapturedTable> tables;
    private final List<String> tableNames;
    private final RunListener listener;
    private final EngineRemains remains;
    private volatile boolean streaming;

    /**
     * @param watched which tables, and that they have been published all the while
     * @param start the progress that this run goes on from; an unfinished snapshot is one to be taken now
     * @param remains of engines that were given up
     */
    FeedRun(
            FeedSettings settings,
            WatchedTables watched,
            TopicIds topicIds,
            Progress start,
            KafkaSink sink,
            StreamMetrics metrics,
            EngineRemains remains,
            RunListener listener) {
        this.settings = settings;
        this.sink = sink;
        this.metrics = metrics;
        this.listener = listener;
        this.remains = remains;
        this.start = start;
        this.snapshot = !start.snapshotComplete();
        this.epoch = start.epoch();
        this.tables = watched.tables();
        this.tableNames = tables.stream().map(CapturedTable::name).toList();
        this.marks = new FrontierMarks(
                settings.postgres(), watched.trees(), settings.markInterval(), settings.markAfterRows());
        this.translator = new BatchTranslator(
                settings.topics(),
                settings.schemas(),
                tables,
                start,
                this::restartPoint,
                new OldRows(this::logsOldRows),
                new TableShapes(this::hasSameRows),
                marks);
        this.reports = new SnapshotReports(
                settings.topics().snapshot(),
                metrics.snapshot(),
                settings.schemas().name(SourceTable.TENANTS),
                System::currentTimeMillis,
                snapshot);
        BatchHandler handler = new BatchHandler(translator, sink, reports::with, this::written);
        this.session = new EngineSession(
                EngineProperties.of(settings, watched.streamedFrom(start.position(), settings.schemas()), snapshot),
                handler,
                remains);
        this.silence = new SilentStream(settings, marks, handler::isWorking);
        this.resyncs = new TableResyncs(settings, watched, translator, handler, metrics.snapshot(), remains);
        this.watch = new SourceWatch(settings, watched, topicIds, metrics::slot);
    }

    /** The progress to start from: as it was, or that of a snapshot on a slot that is yet to be made. */
    static Progress begin(FeedSettings settings, SourceFacts facts, StartPlan.Snapshot plan) throws SQLException {
        try (Connection connection = settings.postgres().connect()) {
            if (plan.dropsSlot()) {
                dropSlot(connection, settings.slot());
                LOG.atInfo().addKeyValue("slot", settings.slot()).log("dropped the slot, a snapshot needs a new one");
            }
            return Progress.snapshotBegins(settings.slot(), facts.system(), plan.epoch(), now(connection));
        }
    }

    /** @param formerSlots others that have written to the topics; a snapshot puts an end to their progress */
    void start(Set<String> formerSlots) throws InterruptedException {
        if (snapshot) {
            metrics.snapshot()
                    .begins(
                            "snapshot of epoch " + epoch,
                            tableNames,
                            RowEstimates.known(settings.postgres(), tableNames));
            sink.write(reports.with(translator.snapshotBegins(formerSlots)));
        }
        metrics.engineStarts();
        session.start();
        marks.start();
        resyncs.start();
    }

    /** Returns when the engine has ended, with its error; null when it was closed, or when a run of another kind is due. */
    @Nullable
    Throwable awaitEnd() throws InterruptedException {
        CompletableFuture<?> end = CompletableFuture.anyOf(session.end(), newSnapshotWanted, resyncs.unfit());
        while (true) {
            try {
                return (Throwable) end.get(watch.pause().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                SQLException refusal = marks.refusal();
                if (refusal != null) {
                    return refusal; // without marks there is no frontier; whoever starts anew reads the login anew
                }
                if (snapshot && !streaming) {
                    watch.awaitedTransaction().ifPresent(transaction -> listener.waitsFor(epoch, transaction));
                }
                if (watch.look()) {
                    return null;
                }
                if (silence.isDead()) {
                    return new IllegalStateException("nothing has come from Postgres for "
                            + settings.silenceLimit().toSeconds()
                            + " s, though it has sent: the connection is dead, and is made anew");
                }
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }

    private void written(Batch batch) {
        metrics.written(batch);
        silence.sign();
        if (!streaming && snapshot) {
            metrics.snapshot().wrote(batch.rows());
        }
        if (!batch.rows().isEmpty()) {
            marks.soon();
        }
        Batch.FrontierSeen frontier = batch.frontier();
        if (frontier != null) {
            marks.roundTrip(frontier.mark()).ifPresent(metrics::roundTrip);
        }
        resyncs.written(batch.progress());
        if (batch.progress().snapshotComplete() && batch.progress().resyncs().wantsAll()) {
            newSnapshotWanted.complete(null);
        }
        if (!streaming && batch.progress().snapshotComplete()) {
            streaming = true;
            silence.streams();
            metrics.snapshot().ended();
            listener.streams(batch.progress());
        }
    }

    /** Nothing of this run is confirmed yet. The engine makes a slot when there is none, and changes before that are lost. */
    private long restartPoint() {
        try (Connection connection = settings.postgres().connect()) {
            ReplicationSlot slot = new SourceCatalog(connection)
                    .slot(settings.slot())
                    .orElseThrow(() -> new SQLException("the slot is gone"));
            StartPlan.ahead(start, slot).ifPresent(refusal -> {
                throw new UnfitSourceException(List.of(refusal.finding()));
            });
            return slot.confirmedFlush();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read where slot '" + settings.slot() + "' stands", e);
        }
    }

    private boolean logsOldRows(CapturedTable table) {
        try (Connection connection = settings.postgres().connect()) {
            return new SourceCatalog(connection).logsOldRows(table);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the replica identity of " + table.name(), e);
        }
    }

    private boolean hasSameRows(CapturedTable table) {
        try (Connection connection = settings.postgres().connect()) {
            SourceCatalog catalog = new SourceCatalog(connection);
            return catalog.hasSameRows(table)
                    && catalog.withOtherForeignKeys(tables, settings.schemas()).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read keys and columns of " + table.name(), e);
        }
    }

    private static void dropSlot(Connection connection, String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT date_trunc('milliseconds', clock_timestamp())")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    @Override
    public void close() {
        metrics.snapshot().brokenOff();
        resyncs.stop();
        session.close();
        if (session.isGivenUp() || remains.areThere()) {
            SlotRelease.within(LET_GO_MS, settings, remains, session.isGivenUp());
        }
        marks.close();
        try {
            resyncs.awaitEnd(END_RESYNC_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
