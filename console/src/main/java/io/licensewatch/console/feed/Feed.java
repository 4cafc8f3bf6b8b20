package io.licensewatch.console.feed;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads the topics into the read model, from where it ended, until it is closed. */
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
    /** Set by the thread alone. */
    private volatile FeedStatus status = FeedStatus.START;

    private volatile boolean closing;

    private Feed(
            Settings settings,
            Duration keep,
            Connection writer,
            Clock clock,
            Consumer<List<Change>> listener,
            Consumer<Throwable> whenFailed) {
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
     * @param keep how long history is kept
     * @param listener what is different after each transaction; called on the feed's thread
     * @param whenFailed called once, for a reason that does not pass
     */
    public static Feed start(
            Settings settings,
            Duration keep,
            Connection writer,
            Clock clock,
            Consumer<List<Change>> listener,
            Consumer<Throwable> whenFailed) {
        Feed feed = new Feed(settings, keep, writer, clock, listener, whenFailed);
        feed.thread.start();
        return feed;
    }

    public FeedStatus status() {
        return status;
    }

    /** Whether the process should go on living. */
    public Health live() {
        return thread.isAlive() ? Health.up("reading") : Health.down("the thread that reads the topics has ended");
    }

    /** Whether what is shown is what the topics hold. */
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
        try (Subscription subscription = Subscription.open(settings, projection)) {
            Instant since = clock.instant();
            change(known -> known.building(subscription.behind(), since));
            while (!closing) {
                step(subscription);
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

    private void step(Subscription subscription) throws SQLException, InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> polled = subscription.poll(POLL);
            if (!polled.isEmpty()) {
                listener.accept(apply(subscription, polled));
            }
            noteWhetherBuilt(subscription);
        } catch (OffsetOutOfRangeException e) {
            subscription.recover(e.offsetOutOfRangePartitions(), clock.instant());
        }
        if (subscription.isCheckDue(CHECK_EVERY)) {
            check(subscription);
            retention.step(clock.instant());
        }
    }

    private void noteWhetherBuilt(Subscription subscription) {
        boolean built = subscription.hasReachedStart();
        if (built && status.phase() == FeedStatus.Phase.BUILDING) {
            change(FeedStatus::live);
            LOG.atInfo().addKeyValue("records", status.read()).log("the read model is built");
        } else if (!built && status.phase() == FeedStatus.Phase.LIVE) {
            Instant now = clock.instant();
            change(known -> known.building(subscription.behind(), now)); // a topic is read from its beginning
        }
    }

    private List<Change> apply(Subscription subscription, ConsumerRecords<byte[], byte[]> polled) throws SQLException {
        Map<TopicPartition, Long> next = Subscription.next(polled);
        List<Change> changes = projection.apply(() -> arrivals(polled).iterator(), next, subscription.topicIds());
        change(known -> known.read(polled.count()));
        return changes;
    }

    private static List<Arrival> arrivals(ConsumerRecords<byte[], byte[]> polled) {
        List<Arrival> arrivals = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> read : polled) {
            arrivals.add(new Arrival(read));
        }
        return arrivals;
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
