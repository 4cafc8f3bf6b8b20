package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.debezium.EngineQueue;
import io.licensewatch.cdc.debezium.EngineRemains;
import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.ProgressSource;
import io.licensewatch.cdc.progress.StartDecision;
import io.licensewatch.cdc.progress.StartPlan;
import io.licensewatch.cdc.progress.WrittenBefore;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.sink.FencedException;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.sink.TopicIds;
import io.licensewatch.cdc.sink.UnwritableException;
import io.licensewatch.cdc.source.OpenTransactions;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.translate.KeyChangedException;
import io.licensewatch.cdc.watch.WatchedTables;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * Keeps the feed running: one run of the engine after another, with a look at the source before each. What may pass by itself
 * is waited for; what only a person can mend ends the feed.
 */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    /** Until whoever has taken over has written that the topics are its own; we would fence it otherwise. */
    private static final Duration FENCED_PAUSE = Duration.ofSeconds(2);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** How often a standby looks whether the slot is free. */
    private static final long STANDBY_MS = 500;

    private static final long CLOSE_MS = 8_000;

    private final Supplier<PostgresAddress> addressNow;
    private final Supplier<KafkaSink> sinks;
    private final ProgressSource written;
    private final TopicIds topicIds;
    private final StreamMetrics metrics;
    private final Consumer<Throwable> whenFailed;
    private final Thread thread = new Thread(this::keepRunning, "cdc-feed");
    private final EngineRemains remains = new EngineRemains();
    private final RunListener listener = new Listener();
    private volatile FeedSettings settings;
    private StartPlan.Beginning beginning;
    private volatile boolean publicationWasMissing;
    private Duration pause = FIRST_PAUSE;
    private volatile boolean closing;
    private volatile FeedState state = FeedState.STARTING;
    private volatile String detail = "";

    /**
     * @param addressNow the source's address with the password that is given now
     * @param sinks makes the sink of one run; opening it fences the former one
     * @param written where the progress is read
     * @param topicIds of the source topics
     * @param resync whether to begin with a new snapshot, whatever was written before
     * @param whenFailed told once, when the feed has ended for good
     */
    public Feed(
            FeedSettings settings,
            Supplier<PostgresAddress> addressNow,
            Supplier<KafkaSink> sinks,
            ProgressSource written,
            TopicIds topicIds,
            StreamMetrics metrics,
            boolean resync,
            Consumer<Throwable> whenFailed) {
        this.settings = settings;
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

    /** The reason for the state, for a person; may be empty. */
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
            LOG.warn("the feed has not ended in time");
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
        // That a feed begins with all tables published is for the preflight to see to.
        Survey survey = settings.survey().withoutUnpublished();
        if (survey.isLoginRefused() && readsLoginAnew()) {
            return null;
        }
        if (survey.mayPass()) {
            return new IllegalStateException(survey.failures().get(0).toString());
        }
        if (!survey.isFit()) {
            throw new UnfitSourceException(survey.findings());
        }
        SourceFacts facts = survey.facts().orElseThrow();
        if (remains.areThere()) {
            remains.end(settings.postgres());
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

    /** Before the sink is opened, which would fence the instance whose topics they are, again and again. */
    private void refuseWhatIsNotOurs(WrittenBefore before) {
        StartPlan.notOurs(settings.slot(), before, beginning).ifPresent(refusal -> {
            throw new UnfitSourceException(List.of(refusal.finding()));
        });
    }

    /** One that was killed while its slot was being made has left a backend which goes on with that. */
    private String whatItWaitsFor() throws SQLException {
        try (Connection connection = settings.postgres().connectToLook()) {
            return OpenTransactions.awaitedBySlot(connection, settings.slot())
                    .map(transaction -> ", or is about to: its making waits for " + transaction)
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
            throw new UnfitSourceException(survey.findings());
        }
        WatchedTables watched = WatchedTables.of(settings, facts, topicIds.provisioned());
        Progress start = on(facts, starting(plan, facts))
                .leaving(before.of(settings.slot()).map(Progress::uncovered).orElse(List.of()))
                .watching(watched.identities(), watched.partitions());
        try (FeedRun run = new FeedRun(settings, watched, topicIds, start, sink, metrics, remains, listener)) {
            Set<String> formerSlots = before.othersThan(settings.slot());
            run.start(formerSlots);
            if (start.epoch() > before.lastEpoch() && !formerSlots.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("slots", formerSlots)
                        .log("the topics were written from other slots, which keep WAL until they are dropped:"
                                + " SELECT pg_drop_replication_slot('...');");
            }
            beginning = StartPlan.Beginning.CONTINUE;
            return run.awaitEnd();
        } finally {
            Thread.interrupted(); // whoever interrupted us wanted just this; closing must not be cut short
        }
    }

    private SourceFacts factsNow() throws SQLException {
        SourceFacts facts = settings.survey()
                .facts()
                .orElseThrow(() -> new IllegalStateException("Postgres does not let us in any more"));
        if (facts.replication().history().isEmpty()) {
            throw new IllegalStateException("Postgres does not say where its log is: "
                    + facts.replication().refusal());
        }
        return facts;
    }

    private static Progress on(SourceFacts facts, Progress start) {
        return facts.replication()
                .history()
                .map(server -> start.on(server.timeline()))
                .orElse(start);
    }

    /** @return whether there is another login to try than the one that was refused */
    private boolean readsLoginAnew() {
        PostgresAddress now = addressNow.get();
        if (now.equals(settings.postgres())) {
            return false;
        }
        settings = settings.at(now);
        LOG.info("Postgres refused our login; another one is given now and is tried");
        return true;
    }

    private Progress starting(StartPlan plan, SourceFacts facts) throws SQLException {
        if (plan instanceof StartPlan.Refuse refuse) {
            throw new UnfitSourceException(List.of(refuse.finding()));
        }
        if (plan instanceof StartPlan.Snapshot snapshot) {
            become(FeedState.SNAPSHOT, "epoch " + snapshot.epoch());
            return FeedRun.begin(settings, facts, snapshot);
        }
        if (plan instanceof StartPlan.Stream stream) {
            return stream.progress();
        }
        throw new IllegalStateException("the slot was taken meanwhile");
    }

    /** Becomes what a run says. */
    private final class Listener implements RunListener {
        @Override
        public void streams(Progress progress) {
            pause = FIRST_PAUSE;
            publicationWasMissing = false;
            become(FeedState.STREAMING, "epoch " + progress.epoch());
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
        for (Throwable cause = end; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError outOfMemory) {
                throw new OutOfHeapException(outOfMemory);
            }
            if (cause instanceof UnwritableException unwritable) {
                throw unwritable;
            }
            if (cause instanceof UnfitSourceException unfit) {
                throw unfit;
            }
            if (cause instanceof FencedException && pause.compareTo(FENCED_PAUSE) < 0) {
                pause = FENCED_PAUSE;
            }
            if (isMissingPublication(cause)) {
                missingPublication(cause);
            }
            if (cause instanceof KeyChangedException changed) {
                LOG.warn("{}; a new snapshot replaces what the topics hold", changed.getMessage());
                beginning = StartPlan.Beginning.REPLACE;
            }
        }
        become(FeedState.RETRYING, rootMessage(end));
        LOG.debug("the run ended", end);
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private static boolean isMissingPublication(Throwable cause) {
        return cause instanceof SQLException
                && String.valueOf(cause.getMessage()).matches("(?s).*publication \".*\" does not exist.*");
    }

    /**
     * Postgres decodes old changes by the catalog of their time: those made while there was no publication can never be
     * read, even when there is one again. That is seen by meeting it twice, with a fit source in between.
     */
    private void missingPublication(Throwable cause) {
        if (publicationWasMissing) {
            throw new UnfitSourceException(List.of(Finding.fail(
                    "publication " + settings.publication(),
                    "was missing for a while, and the changes of that time cannot be read: "
                            + String.valueOf(cause.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    "start once with --resync: a new snapshot replaces what the topics hold")));
        }
        publicationWasMissing = true;
    }

    private void fail(RuntimeException reason) {
        become(FeedState.FAILED, String.valueOf(reason.getMessage()));
        whenFailed.accept(reason);
    }

    /** The one place where the state changes, and is told. */
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

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? root : root.getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }
}
