package io.licensewatch.streams.topology;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.lineage.StoreLineage;
import io.licensewatch.streams.lineage.TaskLineage;
import io.licensewatch.streams.lineage.TaskLineages;
import io.licensewatch.streams.metrics.StreamMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Drives a task of any kind: its start, the lineage of its stores, the work that a step has left, and the punctuation that does it. The
 * wall clock paces the work; it decides nothing.
 */
final class TaskDriver implements Processor<byte[], byte[], byte[], byte[]> {
    private final Kind kind;
    private final TaskLineages lineages;
    private final StreamMetrics metrics;
    private @Nullable Running running;

    /**
     * A kind of task.
     *
     * @param stores their names; the first one keeps the offsets of the inputs
     * @param inputs the topics of which a task reads a partition
     * @param stepInterval how soon it continues with what a step has left
     */
    record Kind(
            String name,
            List<String> stores,
            Set<String> inputs,
            Duration stepInterval,
            Function<Task, TaskProcessor> processor) {
        Kind {
            stores = List.copyOf(stores);
            inputs = Set.copyOf(inputs);
        }
    }

    /**
     * A task that starts.
     *
     * @param label for logs and metrics
     * @param stores in the order of their names
     */
    record Task(String label, ProcessorContext<byte[], byte[]> context, List<KeyValues> stores) {
        Task {
            stores = List.copyOf(stores);
        }

        String id() {
            return context.taskId().toString();
        }

        int partition() {
            return context.taskId().partition();
        }
    }

    TaskDriver(Kind kind, TaskLineages lineages, StreamMetrics metrics) {
        this.kind = kind;
        this.lineages = lineages;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        List<KeyValues> stores = new ArrayList<>();
        List<StoreLineage> stored = new ArrayList<>();
        for (String name : kind.stores()) {
            KeyValues store = context.getStateStore(name);
            stores.add(store);
            stored.add(new StoreLineage(name, store));
        }
        String id = context.taskId().toString();
        TaskLineage lineage = lineages.open(id, context.taskId().partition(), kind.inputs(), stored);
        Task task = new Task(kind.name() + " " + id, context, stores);
        Running started = new Running(task, lineage, kind.processor().apply(task));
        context.schedule(kind.stepInterval(), PunctuationType.WALL_CLOCK_TIME, started::tick);
        running = started;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (running == null) {
            throw new IllegalStateException("a task of kind " + kind.name() + " received a record before init. Kafka"
                    + " Streams calls init first, so this is a bug of the topology.");
        }
        running.take(record);
    }

    @Override
    public void close() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    private final class Running {
        private final Task task;
        private final TaskLineage lineage;
        private final TaskProcessor processor;
        /** A task that starts may have stopped in the middle of it. */
        private boolean workLeft = true;

        private Running(Task task, TaskLineage lineage, TaskProcessor processor) {
            this.task = task;
            this.lineage = lineage;
            this.processor = processor;
        }

        private void take(Record<byte[], byte[]> record) {
            Origin origin = Origin.of(task.context());
            begin();
            lineage.took(origin.topic(), origin.offset());
            if (record.value() != null) { // a tombstone follows the delete that it completes
                workLeft = processor.take(record, origin, workLeft);
            }
        }

        /** Before anything is stored. */
        private void begin() {
            if (!lineage.begun()) {
                lineage.begin();
                processor.recall();
            }
        }

        private void tick(long wallMillis) {
            if (processor.writesUnprompted()) {
                begin();
            }
            if (lineage.begun()) {
                lineage.tick(workLeft || processor.writesUnprompted());
            }
            if (workLeft) {
                workLeft = processor.step();
            }
            processor.report(wallMillis, workLeft);
            metrics.waits().check(task.label(), wallMillis, processor::missing);
            metrics.strayRows().check(task.label(), wallMillis, processor.keepsFarRows());
        }

        private void stop() {
            processor.stop();
            metrics.waits().forget(task.label());
            metrics.strayRows().forget(task.label());
        }
    }
}
