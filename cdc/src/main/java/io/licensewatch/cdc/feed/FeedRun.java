package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.StartPlan;
import io.licensewatch.cdc.debezium.EngineProperties;
import io.licensewatch.cdc.debezium.EngineSession;
import io.licensewatch.cdc.debezium.OrphanedBackends;
import io.licensewatch.cdc.debezium.SlotRelease;
import io.licensewatch.cdc.marks.FrontierMarks;
import io.licensewatch.cdc.marks.SilentStream;
import io.licensewatch.cdc.preflight.UnfitSourceException;
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
import io.licensewatch.cdc.translate.TableColumns;
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

/** One run of the feed: an engine, the sink, the frontier marks, and regular checks of the source. */
final class FeedRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedRun.class);
    private static final long END_SNAPSHOT_MS = 1_000;
    private static final long RELEASE_SLOT_MS = 300;

    private final FeedSettings settings;
    private final KafkaSink sink;
    private final CdcMetrics metrics;
    private final FrontierMarks marks;
    private final BatchTranslator translator;
    private final SnapshotReports reports;
    private final EngineSession session;
    private final IncrementalSnapshots resyncs;
    private final SourceWatch watch;
    private final SilentStream silence;
    private final CompletableFuture<@Nullable Void> newSnapshotRequested = new CompletableFuture<>();
    private final Checkpoint start;
    private final boolean snapshot;
    private final int epoch;
    private final List<CapturedTable> tables;
    private final List<String> tableNames;
    private final RunListener listener;
    private final OrphanedBackends backends;
    private volatile boolean streaming;

    /**
     * @param watched the tables, and their memberships in the publication
     * @param start the checkpoint from which this run continues; an unfinished snapshot is taken now
     * @param backends of engines that were cut off
     */
    FeedRun(
            FeedSettings settings,
            WatchedTables watched,
            TopicIds topicIds,
            Checkpoint start,
            KafkaSink sink,
            CdcMetrics metrics,
            OrphanedBackends backends,
            RunListener listener) {
        this.settings = settings;
        this.sink = sink;
        this.metrics = metrics;
        this.listener = listener;
        this.backends = backends;
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
                new TableColumns(this::hasSameRows),
                marks);
        this.reports = new SnapshotReports(
                settings.topics().snapshot(),
                metrics.snapshot(),
                settings.schemas().name(SourceTable.TENANTS),
                System::currentTimeMillis,
                snapshot);
        BatchHandler handler = new BatchHandler(translator, sink, reports::with, this::written);
        this.session = new EngineSession(
                EngineProperties.of(settings, watched.streamedFrom(start.lastEvent(), settings.schemas()), snapshot),
                handler,
                backends);
        this.silence = new SilentStream(settings, marks, handler::isWorking);
        this.resyncs = new IncrementalSnapshots(settings, watched, translator, handler, metrics.snapshot(), backends);
        this.watch = new SourceWatch(settings, watched, topicIds, metrics::slot);
    }

    /** The checkpoint of a new snapshot, on a slot that does not exist yet. */
    static Checkpoint begin(FeedSettings settings, SourceFacts facts, StartPlan.Snapshot plan) throws SQLException {
        try (Connection connection = settings.postgres().connect()) {
            if (plan.dropsSlot()) {
                dropSlot(connection, settings.slot());
                LOG.atInfo().addKeyValue("slot", settings.slot()).log("dropped the slot: a snapshot needs a new one");
            }
            return Checkpoint.snapshotBegins(settings.slot(), facts.system(), plan.epoch(), now(connection));
        }
    }

    /** @param formerSlots other slots that wrote to the topics; a snapshot deletes their checkpoints */
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

    /** Returns when the engine has ended, with its error; null when it was closed, or when a new run is required. */
    @Nullable
    Throwable awaitEnd() throws InterruptedException {
        CompletableFuture<?> end = CompletableFuture.anyOf(session.end(), newSnapshotRequested, resyncs.unfit());
        while (true) {
            try {
                return (Throwable) end.get(watch.pause().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                SQLException refusal = marks.refusal();
                if (refusal != null) {
                    return refusal; // without marks there is no frontier; the next run reads the login again
                }
                if (snapshot && !streaming) {
                    watch.awaitedTransaction().ifPresent(transaction -> listener.waitsFor(epoch, transaction));
                }
                if (watch.requiresNewRun()) {
                    return null;
                }
                if (silence.isDead()) {
                    return new IllegalStateException("nothing was received from Postgres for "
                            + settings.silenceLimit().toSeconds()
                            + " s although it has sent: the connection is dead and is opened again");
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
        resyncs.written(batch.checkpoint());
        if (batch.checkpoint().snapshotComplete()
                && batch.checkpoint().resyncs().wantsAll()) {
            newSnapshotRequested.complete(null);
        }
        if (!streaming && batch.checkpoint().snapshotComplete()) {
            streaming = true;
            silence.streams();
            metrics.snapshot().ended();
            listener.streams(batch.checkpoint());
        }
    }

    /** Called before this run confirms anything. The engine creates a slot when there is none, and earlier changes are lost. */
    private long restartPoint() {
        try (Connection connection = settings.postgres().connect()) {
            ReplicationSlot slot = new SourceCatalog(connection)
                    .slot(settings.slot())
                    .orElseThrow(() -> new SQLException("the slot does not exist any more"));
            StartPlan.ahead(start, slot).ifPresent(refusal -> {
                throw new UnfitSourceException(List.of(refusal.checkResult()));
            });
            return slot.confirmedFlush();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the position of slot '" + settings.slot() + "'", e);
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
        metrics.snapshot().aborted();
        resyncs.stop();
        session.close();
        if (session.isGivenUp() || backends.exist()) {
            SlotRelease.within(RELEASE_SLOT_MS, settings, backends, session.isGivenUp());
        }
        marks.close();
        try {
            resyncs.awaitEnd(END_SNAPSHOT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
