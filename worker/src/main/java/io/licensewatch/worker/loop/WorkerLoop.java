package io.licensewatch.worker.loop;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.ledger.Advance;
import io.licensewatch.worker.ledger.HistoryEntry;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.LedgerUnavailableException;
import io.licensewatch.worker.ledger.Outcome;
import io.licensewatch.worker.ledger.RefusedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The loop of one thread: add records to the ledger, advance due commands, publish results. The ledger commits first; a crash at
 * any point repeats idempotent calls, and Kafka publishes each entry of the history in the transaction that commits its number.
 */
final class WorkerLoop {
    /** Per partition and turn, so that other partitions get their turn. */
    private static final int MOST_DUE = 20;

    private static final int MOST_PUBLISHED = 200;
    private static final Duration TURN = Duration.ofSeconds(10);

    private final LoopSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final LoopClients clients;
    private final Publisher publisher;
    private final Ledger ledger;
    private final Externals externals;
    private final LoopMetrics metrics;
    private final Inbox inbox;

    private final Positions positions = new Positions();
    private final Forgetting forgetting;
    private final PauseReports pauses;
    /** The thread with this partition reports pauses: one thread of all workers. */
    private final int systemPartition;

    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    /** There is more work than one turn does. */
    private boolean more;

    private boolean joined;

    WorkerLoop(
            LoopSettings settings,
            Consumer<byte[], byte[]> consumer,
            LoopClients clients,
            Publisher publisher,
            Ledger ledger,
            Externals externals,
            LoopMetrics metrics) {
        this.settings = settings;
        this.consumer = consumer;
        this.clients = clients;
        this.publisher = publisher;
        this.ledger = ledger;
        this.externals = externals;
        this.metrics = metrics;
        this.inbox = new Inbox(settings.topics().partitions());
        this.forgetting = new Forgetting(ledger::forget, System::nanoTime);
        this.pauses = new PauseReports(ledger::pauses, System::nanoTime);
        this.systemPartition = inbox.partition(AlertEvent.SYSTEM_TENANT);
    }

    void subscribe() {
        consumer.subscribe(List.of(Topics.COMMANDS, Topics.ACTIONS), new Rebalances(this::leave, this::join));
    }

    private void leave() {
        joined = false;
        forget();
    }

    private void join() {
        joined = true;
        forget();
    }

    /** Uncommitted records are read again, by the next owner of the partition. */
    void forget() {
        positions.forget();
        letters.clear();
        pauses.forget();
    }

    /**
     * @param pause delay before the turn, in which nothing is read; zero after a successful turn
     * @return whether it has its assignment, which may be empty
     * @throws LedgerUnavailableException if the ledger does not answer; nothing is lost
     */
    boolean turn(Duration pause) {
        ConsumerRecords<byte[], byte[]> records = read(pause);
        if (!joined) {
            return false;
        }
        if (!positions.known()) {
            publisher.open();
            positions.load(consumer, clients, this::requireHistory);
            more = true;
            return true; // records are read again from the committed position
        }
        more = false;
        take(records);
        for (int partition : positions.partitions()) {
            advance(partition);
        }
        publish();
        forgetting.turn(positions.published());
        return true;
    }

    private void requireHistory(int partition, long published) {
        long end = published == 0 ? 0 : ledger.historyEnd(partition);
        if (end < published) {
            throw new LedgerSetBackException(partition, end, published);
        }
    }

    private ConsumerRecords<byte[], byte[]> read(Duration pause) {
        if (pause.isZero()) {
            return consumer.poll(more ? Duration.ZERO : settings.pollInterval());
        }
        consumer.pause(consumer.assignment());
        try {
            return consumer.poll(pause);
        } finally {
            consumer.resume(consumer.assignment());
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        try {
            for (TopicPartition partition : records.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    take(record);
                    positions.taken(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
                }
                OffsetAndMetadata behind = records.nextOffsets().get(partition);
                if (behind != null) {
                    positions.taken(partition, behind);
                }
            }
        } catch (LedgerUnavailableException e) {
            positions.rewind(consumer, records.partitions());
            throw e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Incoming incoming = inbox.read(record);
        try {
            if (incoming instanceof Incoming.Command issued) {
                ledger.receive(record.partition(), issued.command());
                metrics.received(issued.command());
            } else if (incoming instanceof Incoming.Decision decision) {
                ledger.decide(record.partition(), decision.action());
                metrics.decided(decision.action().kind().name());
                pauses.soon();
            } else if (incoming instanceof Incoming.Unfit unfit) {
                setAside(record, unfit.reason());
            }
        } catch (RefusedRecordException e) {
            setAside(record, e.reason());
        }
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
        letters.add(DeadLetter.of(record, reason));
        metrics.deadLetter();
    }

    private void advance(int partition) {
        long until = System.nanoTime() + TURN.toNanos();
        List<String> due = ledger.due(partition, MOST_DUE);
        more |= due.size() == MOST_DUE;
        for (String commandId : due) {
            if (System.nanoTime() > until) {
                more = true;
                return;
            }
            advance(commandId);
        }
    }

    private void advance(String commandId) {
        Advance step = ledger.advance(commandId);
        JsonNode task = step.external();
        if (task != null) {
            Outcome outcome = externals.carryOut(commandId, task, ledger);
            metrics.external(task.path("kind").asText(), outcome);
            ledger.externalDone(commandId, outcome);
        }
    }

    private void publish() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(letters);
        List<HistoryEntry> entries = new ArrayList<>();
        Map<Integer, Long> last = new HashMap<>();
        for (int partition : positions.partitions()) {
            List<HistoryEntry> some = ledger.outbox(partition, positions.published(partition), MOST_PUBLISHED);
            more |= some.size() == MOST_PUBLISHED;
            for (HistoryEntry entry : some) {
                records.add(ResultRecord.of(partition, entry));
                last.put(partition, entry.seq());
            }
            entries.addAll(some);
        }
        Optional<Pauses> paused = positions.partitions().contains(systemPartition) ? pauses.due() : Optional.empty();
        paused.ifPresent(one -> {
            records.add(PausesRecord.of(one));
            positions.confirm(systemPartition);
        });
        if (records.isEmpty() && !positions.haveMoved()) {
            return;
        }
        publisher.publish(records, positions.toCommit(last), consumer.groupMetadata());
        positions.committed(last);
        letters.clear();
        paused.ifPresent(pauses::published);
        entries.forEach(entry -> metrics.published(entry.result()));
    }
}
