package io.licensewatch.console.feed;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.process.KafkaFault;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads the topics into the read model, from the stored positions, until it is closed. */
public final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final Projection projection;
    private final Retention retention;
    private final Clock clock;
    private final Consumer<List<Change>> listener;
    private final Consumer<Throwable> whenFailed;
    private final Thread thread = new Thread(this::run, "console-feed");
    /** Written only by the thread. */
    private volatile FeedStatus status = FeedStatus.START;

    private volatile boolean closing;

    private Feed(
            Settings settings,
            Duration keep,
            Connection writer,
            Clock clock,
            Consumer<List<Change>> listener,
            Consumer<Throwable> whenFailed)
            throws SQLException {
        this.settings = settings;
        this.projection = new Projection(writer, CommonSettings.topics(settings));
        this.retention = new Retention(writer, keep);
        this.clock = clock;
        this.listener = listener;
        this.whenFailed = whenFailed;
    }

    /**
     * Returns at once.
     *
     * @param keep retention of history
     * @param listener gets the changes after each transaction, on the feed's thread
     * @param whenFailed called once, for a permanent failure
     */
    public static Feed start(
            Settings settings,
            Duration keep,
            Connection writer,
            Clock clock,
            Consumer<List<Change>> listener,
            Consumer<Throwable> whenFailed)
            throws SQLException {
        Feed feed = new Feed(settings, keep, writer, clock, listener, whenFailed);
        feed.thread.start();
        return feed;
    }

    public FeedStatus status() {
        return status;
    }

    /** Whether the process should keep running. */
    public Health live() {
        return thread.isAlive() ? Health.up("reading") : Health.down("the thread that reads the topics has ended");
    }

    /** Whether the read model is up to date with the topics. */
    public Health ready() {
        FeedStatus now = status;
        String trouble = now.trouble() == null ? "" : "; " + now.trouble();
        return switch (now.phase()) {
            case WAITING -> Health.down("waiting for the topics" + trouble);
            case BUILDING -> Health.down("building, " + now.read() + " of " + now.toBuild() + " records" + trouble);
            case LIVE ->
                now.isCurrent(clock.instant())
                        ? Health.up(now.behind() + " records behind")
                        : Health.down("not current" + trouble);
        };
    }

    private void run() {
        try (Intake intake = new Intake(projection);
                Subscription subscription = Subscription.open(settings, projection)) {
            Instant since = clock.instant();
            change(known -> known.building(subscription.behind(), since));
            while (!closing) {
                step(subscription, intake);
            }
        } catch (WakeupException | InterruptException | InterruptedException e) {
            LOG.debug("closed while reading", e);
        } catch (KafkaException e) {
            failed(KafkaFault.of(e, "console")
                    .<RuntimeException>map(fault -> fault)
                    .orElse(e));
        } catch (SQLException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        if (!closing) {
            whenFailed.accept(e);
        }
    }

    private void step(Subscription subscription, Intake intake) throws SQLException, InterruptedException {
        try {
            intake.take(subscription.poll(intake.isDecoding() ? Duration.ZERO : POLL));
        } catch (OffsetOutOfRangeException e) {
            writeAll(subscription, intake);
            subscription.recover(e.offsetOutOfRangePartitions(), clock.instant());
        }
        if (intake.isCommitDue(status.phase())) {
            commit(subscription, intake);
        }
        if (intake.isEmpty()) {
            noteWhetherBuilt(subscription);
        }
        if (subscription.isCheckDue(CHECK_EVERY)) {
            writeAll(subscription, intake); // this may detect that topics were replaced
            check(subscription);
            if (projection.isBuilt()) {
                retention.step(clock.instant());
            }
        }
    }

    private void writeAll(Subscription subscription, Intake intake) throws SQLException, InterruptedException {
        intake.take(ConsumerRecords.empty());
        commit(subscription, intake);
    }

    private void commit(Subscription subscription, Intake intake) throws SQLException {
        Intake.Committed committed = intake.commit(subscription.topicIds());
        change(known -> known.read(committed.records()));
        listener.accept(committed.changes());
    }

    private void noteWhetherBuilt(Subscription subscription) throws SQLException {
        boolean built = subscription.hasReachedStart();
        if (built && status.phase() == FeedStatus.Phase.BUILDING) {
            if (!projection.isBuilt()) {
                projection.built();
            }
            change(FeedStatus::live);
            LOG.atInfo().addKeyValue("records", status.read()).log("the read model is built");
        } else if (!built && status.phase() == FeedStatus.Phase.LIVE) {
            Instant now = clock.instant();
            change(known -> known.building(subscription.behind(), now)); // a topic is read from its beginning
        }
    }

    private void check(Subscription subscription) throws SQLException, InterruptedException {
        String trouble = subscription.check();
        if (trouble == null) {
            Instant now = clock.instant();
            long behind = subscription.behind();
            change(known -> known.behind(behind, now));
        } else {
            change(known -> known.trouble(trouble));
        }
    }

    private void change(UnaryOperator<FeedStatus> next) {
        status = next.apply(status);
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
