package io.licensewatch.core.frontier;

import io.licensewatch.core.store.DecodedItems;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frontiers wait here, durably and in order, until all rows that they cover have arrived. A task reads its partitions each at its own
 * pace, so it may read a frontier before rows that the frontier covers. Frontiers after one that waits wait, too.
 */
public final class FrontierGate {
    private static final long MAX_DECODED_BYTES = 1L << 20;
    private static final byte[] NO_KEY = {};

    private final DurableQueue queue;
    private final List<Input> inputs;
    private final DecodedItems<Frontier> decoded = new DecodedItems<>(MAX_DECODED_BYTES);
    private @Nullable Waiting first;
    /** Whether {@link #first} is that of the queue. */
    private boolean firstIsKnown;

    /**
     * Makes the gate of a task.
     *
     * @param store for this gate alone
     * @param inputs all that the task reads rows from
     */
    public FrontierGate(KeyValues store, List<Input> inputs) {
        this.queue = new DurableQueue(store);
        this.inputs = List.copyOf(inputs);
    }

    /**
     * An input of the task.
     *
     * @param brings whether rows that a frontier covers arrive by this input. Rows of which no input brings them are not waited for
     */
    public record Input(Intake rows, Predicate<Frontier.Covered> brings) {
        private boolean lacks(Frontier.Covered covered) {
            return brings.test(covered) && !rows.includes(covered);
        }
    }

    /**
     * A frontier that waits.
     *
     * @param json as it was encoded when it arrived
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Waiting(Frontier frontier, byte[] json) {
        /** Its source time in ms since 1970, for records: a record's time is not negative. */
        public long timestamp() {
            return Math.max(0, frontier.sourceTime().toEpochMilli());
        }
    }

    /** Whether a frontier that has just arrived need not wait: none is before it, and all rows that it covers have arrived. */
    public boolean passes(Frontier frontier) {
        return isEmpty()
                && inputs.stream().noneMatch(input -> input.rows().waits())
                && missing(frontier).isEmpty();
    }

    /** Adds a frontier that has to wait. */
    public void add(Frontier frontier) {
        byte[] json = JsonCodec.FRONTIER.encode(frontier);
        boolean isFirst =
                firstIsKnown && (first == null || first.frontier().position().isAfter(frontier.position()));
        long ordinal = queue.add(frontier.position(), NO_KEY, json);
        decoded.keep(ordinal, frontier, json.length);
        if (isFirst) {
            first = new Waiting(frontier, json);
        }
    }

    public boolean isEmpty() {
        return first().isEmpty();
    }

    /** The first frontier that waits. */
    public Optional<Waiting> first() {
        if (!firstIsKnown) {
            first = queue.first().map(this::waiting).orElse(null);
            firstIsKnown = true;
        }
        return Optional.ofNullable(first);
    }

    /** The first frontier, once all rows that it covers have arrived. It stays until {@link #removeFirst}. */
    public Optional<Waiting> ready() {
        return first().filter(waiting -> missing(waiting.frontier()).isEmpty());
    }

    public void removeFirst() {
        first().ifPresent(waiting ->
                queue.takeUpTo(waiting.frontier().position(), 1).forEach(item -> decoded.take(item.ordinal())));
        firstIsKnown = false;
    }

    /** Whether a frontier waits that is at the position or before it. */
    public boolean holdsUpTo(SourcePosition position) {
        return first().filter(waiting -> !waiting.frontier().position().isAfter(position))
                .isPresent();
    }

    /** The first rows that the first frontier waits for. */
    public Optional<Frontier.Covered> missing() {
        return first().flatMap(waiting -> missing(waiting.frontier()));
    }

    private Optional<Frontier.Covered> missing(Frontier frontier) {
        return frontier.covered().stream().filter(this::lacks).findFirst();
    }

    private boolean lacks(Frontier.Covered covered) {
        return inputs.stream().anyMatch(input -> input.lacks(covered));
    }

    /**
     * How many rows have arrived of those that a frontier covers.
     *
     * @param expected all of them
     */
    public record Arrived(long rows, long expected) {
        private Arrived and(long moreRows, long moreExpected) {
            return new Arrived(rows + moreRows, expected + moreExpected);
        }
    }

    /** How many rows have arrived of the first frontier, if its snapshot is complete; empty if none waits. */
    public Optional<Arrived> snapshotRows() {
        return first().map(Waiting::frontier).filter(Frontier::snapshotComplete).map(this::arrived);
    }

    private Arrived arrived(Frontier frontier) {
        Arrived sum = new Arrived(0, 0);
        for (Frontier.Covered covered : frontier.covered()) {
            for (Input input : inputs) {
                if (input.brings().test(covered)) {
                    sum = sum.and(input.rows().taken(covered), covered.rows());
                }
            }
        }
        return sum;
    }

    private Waiting waiting(DurableQueue.Item item) {
        Frontier known = decoded.take(item.ordinal());
        return new Waiting(known == null ? decode(item) : known, item.value());
    }

    private static Frontier decode(DurableQueue.Item item) {
        try {
            return JsonCodec.FRONTIER.decode(item.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a frontier that waits was decoded when it arrived", e);
        }
    }
}
