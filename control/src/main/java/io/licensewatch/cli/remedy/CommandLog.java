package io.licensewatch.cli.remedy;

import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Reads the topics about commands into a book: first the existing records, then new ones. */
final class CommandLog implements AutoCloseable {
    static final List<String> TOPICS = List.of(Topics.COMMANDS, Topics.RESULTS, Topics.VERDICTS, Topics.ACTIONS);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final CommittedRecords records;
    private final CommandBook book = new CommandBook();

    private CommandLog(CommittedRecords records) {
        this.records = records;
    }

    /**
     * Reads up to the present end of the topics.
     *
     * @param also topics beside {@link #TOPICS}
     * @throws KafkaUnavailableException if Kafka does not answer, or stops answering
     */
    static CommandLog read(Map<String, Object> kafka, String... also) {
        List<String> topics = new ArrayList<>(TOPICS);
        topics.addAll(List.of(also));
        CommandLog log = new CommandLog(CommittedRecords.follow(kafka, topics, true));
        try {
            log.readToTheEnd();
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    CommandBook book() {
        return book;
    }

    private void readToTheEnd() {
        long lastCame = System.nanoTime();
        while (!records.hasReachedStart()) {
            if (poll()) {
                lastCame = System.nanoTime();
            } else if (System.nanoTime() - lastCame > SILENCE.toNanos()) {
                throw new KafkaUnavailableException("Kafka has sent nothing for " + SILENCE.toSeconds()
                        + " s, though its topics have more records");
            }
        }
    }

    /** Reads on until the condition holds or the time has passed; returns whether it holds. */
    boolean await(BooleanSupplier condition, Duration atMost) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                return false;
            }
            poll();
        }
        return true;
    }

    private boolean poll() {
        var came = records.poll(POLL);
        came.forEach(book::add);
        return !came.isEmpty();
    }

    @Override
    public void close() {
        records.close();
    }
}
