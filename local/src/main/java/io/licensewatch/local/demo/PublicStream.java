package io.licensewatch.local.demo;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all public topics from their beginning, on its own thread, so that the times of arrival are right. */
final class PublicStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublicStream.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final CommittedRecords records;
    private final Consumer<TopicRecord> onRecord;
    private final Thread reader = new Thread(this::read, "public-stream");
    private volatile boolean closing;

    private PublicStream(CommittedRecords records, Consumer<TopicRecord> onRecord) {
        this.records = records;
        this.onRecord = onRecord;
    }

    /**
     * The topics must exist.
     *
     * @param onRecord takes every record, on the reader's thread, before it can be taken from {@link #arrivals}
     */
    static PublicStream open(String bootstrapServers, Consumer<TopicRecord> onRecord) {
        List<String> topics =
                Topics.defaults().publicTopics().stream().map(TopicSpec::name).toList();
        PublicStream stream = new PublicStream(
                CommittedRecords.follow(Map.of("bootstrap.servers", bootstrapServers), topics, true), onRecord);
        stream.reader.start();
        return stream;
    }

    BlockingQueue<Arrival> arrivals() {
        return arrivals;
    }

    private void read() {
        try (records) {
            while (!closing) {
                List<TopicRecord> polled = records.poll(POLL);
                long now = System.nanoTime();
                polled.forEach(onRecord);
                polled.forEach(read -> arrivals.add(new Arrival(read, now)));
            }
        } catch (RuntimeException e) {
            LOG.error("cannot read the public topics any more", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
