package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.CheckpointSource;
import io.licensewatch.cdc.checkpoint.StartDecision;
import io.licensewatch.cdc.checkpoint.StartPlan;
import io.licensewatch.cdc.checkpoint.WrittenBefore;
import io.licensewatch.cdc.debezium.EngineQueue;
import io.licensewatch.cdc.debezium.OrphanedBackends;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.sink.FencedException;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.sink.TopicIds;
import io.licensewatch.cdc.source.OpenTransactions;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.watch.WatchedTables;
import io.licensewatch.runtime.text.Causes;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the feed running: one run of the engine after another, each after a check of the source. Failures that may pass are
 * retried; a failure that only a person can fix ends the feed.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    /** How often a standby checks whether the slot is free. */
    private static final long STANDBY_MS = 500;

    private static final long CLOSE_MS = 8_000;

    private final Supplier<PostgresAddress> addressNow;
    private final Supplier<KafkaSink> sinks;
    private final CheckpointSource written;
    private final TopicIds topicIds;
    private final CdcMetrics metrics;
    private final Consumer<Throwable> whenFailed;
    private final Thread thread = new Thread(this::keepRunning, "cdc-feed");
    private final OrphanedBackends backends = new OrphanedBackends();
    private final RunListener listener = new Listener();
    private volatile FeedSettings settings;
    private StartPlan.Beginning beginning;
    private final RunFailures failures;
    private volatile boolean closing;
    private volatile FeedState state = FeedState.STARTING;
    private volatile String detail = "";

    /**
     * @param addressNow the source's address with the current password
     * @param sinks creates the sink of one run; opening it fences the former one
     * @param written where the checkpoint is read
     * @param topicIds of the source topics
     * @param resync whether to start with a new snapshot, whatever was written before
     * @param whenFailed called once, when the feed failed permanently
     */
    public Feed(
            FeedSettings settings,
            Supplier<PostgresAddress> addressNow,
            Supplier<KafkaSink> sinks,
            CheckpointSource written,
            TopicIds topicIds,
            CdcMetrics metrics,
            boolean resync,
            Consumer<Throwable> whenFailed) {
        this.settings = settings;
        this.failures = new RunFailures(settings.publication());
        this.addressNow = addressNow;
        this.sinks = sinks;
        this.written = written;
        this.topicIds = topicIds;
        this.metrics = metrics;
        metrics.queue(new EngineQueue(settings.slot()));
        this.beginning = resync ? StartPlan.Beginning.TAKE_OVER : StartPlan.Beginning.CONTINUE;
        this.whenFailed = whenFailed;
    }

    public void start() {
        thread.start();
    }

    public FeedState state() {
        return state;
    }

    /** The reason of the state, for a person; may be empty. */
    public String detail() {
        return detail;
    }

    /** Ends the feed within about five seconds; the slot is free then. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the feed did not end in time");
        }
    }

    private void keepRunning() {
        try {
            while (!closing) {
                retryAfter(endOfRun());
            }
            become(FeedState.STOPPED, "");
        } catch (InterruptedException e) {
            become(FeedState.STOPPED, "");
        } catch (RuntimeException e) {
            fail(e);
        } catch (OutOfMemoryError e) {
            fail(new OutOfHeapException(e));
        }
    }

    private @Nullable Throwable endOfRun() throws InterruptedException {
        try {
            return run();
        } catch (SQLException
                | KafkaException
                | KafkaUnavailableException
                | FencedException
                | IllegalStateException e) {
            return e;
        }
    }

    /** @return why the run ended; null when there was none, and it is to be tried again at once */
    private @Nullable Throwable run() throws SQLException, InterruptedException {
        // The preflight of the first start requires that all tables are published.
        Survey survey = settings.survey().withoutUnpublished();
        if (survey.isLoginRefused() && rereadsLogin()) {
            return null;
        }
        if (survey.mayPass()) {
            return new IllegalStateException(survey.failures().get(0).toString());
        }
        if (!survey.isFit()) {
            throw new UnfitSourceException(survey.results());
        }
        SourceFacts facts = survey.facts().orElseThrow();
        if (backends.exist()) {
            backends.end(settings.postgres());
            return null;
        }
        if (facts.slot().map(ReplicationSlot::active).orElse(false)) {
            become(FeedState.STANDBY, "another instance reads from the slot" + whatItWaitsFor());
            Thread.sleep(STANDBY_MS);
            return null;
        }
        refuseWhatIsNotOurs(written.before());
        try (KafkaSink sink = sinks.get()) {
            sink.open();
            return run(survey, facts, sink);
        }
    }

    /** Before the sink is opened: opening it would fence the instance that owns the topics, again and again. */
    private void refuseWhatIsNotOurs(WrittenBefore before) {
        StartPlan.notOurs(settings.slot(), before, beginning).ifPresent(refusal -> {
            throw new UnfitSourceException(List.of(refusal.checkResult()));
        });
    }

    /** An instance that was killed while Postgres created its slot leaves a backend that continues with that. */
    private String whatItWaitsFor() throws SQLException {
        try (Connection connection = settings.postgres().connectToCatalog()) {
            return OpenTransactions.awaitedBySlot(connection, settings.slot())
                    .map(transaction -> ", or is about to: the slot's creation waits for " + transaction)
                    .orElse("");
        }
    }

    private @Nullable Throwable run(Survey survey, SourceFacts earlier, KafkaSink sink)
            throws SQLException, InterruptedException {
        WrittenBefore before = written.before();
        StartDecision decision = StartDecision.of(settings.slot(), earlier, before, beginning, this::factsNow);
        SourceFacts facts = decision.facts();
        StartPlan plan = decision.plan();
        if (plan.takesSnapshot() && !survey.isFitForSnapshot()) {
            throw new UnfitSourceException(survey.results());
        }
        WatchedTables watched = WatchedTables.of(settings, facts, topicIds.provisioned());
        Checkpoint start = on(facts, starting(plan, facts))
                .leaving(before.of(settings.slot()).map(Checkpoint::uncovered).orElse(List.of()))
                .watching(watched.identities(), watched.partitions());
        try (FeedRun run = new FeedRun(settings, watched, topicIds, start, sink, metrics, backends, listener)) {
            Set<String> formerSlots = before.othersThan(settings.slot());
            run.start(formerSlots);
            if (start.epoch() > before.lastEpoch() && !formerSlots.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("slots", formerSlots)
                        .log("the topics were written from other slots, which retain WAL until they are dropped:"
                                + " SELECT pg_drop_replication_slot('...');");
            }
            beginning = StartPlan.Beginning.CONTINUE;
            return run.awaitEnd();
        } finally {
            Thread.interrupted(); // an interrupt asks for this close, which must not be cut short
        }
    }

    private SourceFacts factsNow() throws SQLException {
        SourceFacts facts = settings.survey()
                .facts()
                .orElseThrow(() -> new IllegalStateException("Postgres refuses the login now"));
        if (facts.replication().history().isEmpty()) {
            throw new IllegalStateException("Postgres does not report its WAL position: "
                    + facts.replication().refusal());
        }
        return facts;
    }

    private static Checkpoint on(SourceFacts facts, Checkpoint start) {
        return facts.replication()
                .history()
                .map(server -> start.on(server.timeline()))
                .orElse(start);
    }

    /** @return whether another login is configured now than the one that was refused */
    private boolean rereadsLogin() {
        PostgresAddress now = addressNow.get();
        if (now.equals(settings.postgres())) {
            return false;
        }
        settings = settings.at(now);
        LOG.info("Postgres refused the login; the configured login has changed and is tried");
        return true;
    }

    private Checkpoint starting(StartPlan plan, SourceFacts facts) throws SQLException {
        if (plan instanceof StartPlan.Refuse refuse) {
            throw new UnfitSourceException(List.of(refuse.checkResult()));
        }
        if (plan instanceof StartPlan.Snapshot snapshot) {
            become(FeedState.SNAPSHOT, "epoch " + snapshot.epoch());
            return FeedRun.begin(settings, facts, snapshot);
        }
        if (plan instanceof StartPlan.Stream stream) {
            return stream.checkpoint();
        }
        throw new IllegalStateException("another instance took the slot in the meantime");
    }

    /** Turns the events of a run into states. */
    private final class Listener implements RunListener {
        @Override
        public void streams(Checkpoint checkpoint) {
            failures.streams();
            become(FeedState.STREAMING, "epoch " + checkpoint.epoch());
        }

        @Override
        public void waitsFor(int epoch, String transaction) {
            synchronized (Feed.this) {
                if (state == FeedState.SNAPSHOT) {
                    become(
                            FeedState.SNAPSHOT,
                            "epoch " + epoch + (transaction.isEmpty() ? "" : ", waits for " + transaction));
                }
            }
        }
    }

    private void retryAfter(@Nullable Throwable end) throws InterruptedException {
        if (closing || end == null) {
            return;
        }
        if (failures.requireNewSnapshot(end)) {
            beginning = StartPlan.Beginning.REPLACE;
        }
        become(FeedState.RETRYING, Causes.rootMessage(end));
        LOG.debug("the run ended", end);
        TimeUnit.MILLISECONDS.sleep(failures.pause().toMillis());
    }

    private void fail(RuntimeException reason) {
        become(FeedState.FAILED, String.valueOf(reason.getMessage()));
        whenFailed.accept(reason);
    }

    /** The one place where the state changes and is logged. */
    private synchronized void become(FeedState next, String why) {
        boolean same = next == state && why.equals(detail);
        state = next;
        detail = why;
        if (!same) {
            LOG.atInfo()
                    .addKeyValue("state", next)
                    .addKeyValue("slot", settings.slot())
                    .addKeyValue("detail", why)
                    .log("feed");
        }
    }
}
