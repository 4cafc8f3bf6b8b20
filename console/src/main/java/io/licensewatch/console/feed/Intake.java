package io.licensewatch.console.feed;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes polled records to the tables: a batch is decoded on another thread while the batch before is written. One transaction
 * has all available records, up to a limit, so that index pages are written once for many records.
 */
final class Intake implements AutoCloseable {
    private static final int RECORDS_A_TRANSACTION = 10_000;
    private static final Duration LONGEST_TRANSACTION = Duration.ofMillis(500);

    private final Projection projection;
    private final ExecutorService decoder = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "console-decode");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Batch decoding;
    /** Records that are written and not committed. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private int written;
    private long begun;

    Intake(Projection projection) {
        this.projection = projection;
    }

    private record Batch(int records, Map<TopicPartition, Long> next, Future<List<Rows>> rows) {}

    /** Whether a polled batch is not yet written: then there is work without waiting for more records. */
    boolean isDecoding() {
        return decoding != null;
    }

    /** Whether all polled records are committed. */
    boolean isEmpty() {
        return decoding == null && next.isEmpty();
    }

    /** Starts decoding the new batch, if any, and writes the batch before. */
    void take(ConsumerRecords<byte[], byte[]> polled) throws SQLException, InterruptedException {
        Batch before = decoding;
        decoding = polled.isEmpty() ? null : begin(polled);
        if (before != null) {
            write(before);
        }
    }

    private Batch begin(ConsumerRecords<byte[], byte[]> polled) {
        List<Arrival> arrivals = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> read : polled) {
            arrivals.add(new Arrival(read));
        }
        return new Batch(polled.count(), Subscription.next(polled), decoder.submit(() -> projection.decode(arrivals)));
    }

    private void write(Batch batch) throws SQLException, InterruptedException {
        List<Rows> rows;
        try {
            rows = batch.rows().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot decode", e.getCause());
        }
        if (next.isEmpty()) {
            begun = System.nanoTime();
        }
        projection.write(rows);
        next.putAll(batch.next());
        written += batch.records();
    }

    /** While the read model is built, few large transactions are fastest; later each batch is committed at once. */
    boolean isCommitDue(FeedStatus.Phase phase) {
        return !next.isEmpty()
                && (written >= RECORDS_A_TRANSACTION
                        || System.nanoTime() - begun >= LONGEST_TRANSACTION.toNanos()
                        || (decoding == null && phase != FeedStatus.Phase.BUILDING));
    }

    record Committed(int records, List<Change> changes) {}

    Committed commit(Map<String, String> topicIds) throws SQLException {
        Committed committed = new Committed(written, projection.commit(next, topicIds));
        next.clear();
        written = 0;
        return committed;
    }

    @Override
    public void close() {
        decoder.shutdownNow();
    }
}
