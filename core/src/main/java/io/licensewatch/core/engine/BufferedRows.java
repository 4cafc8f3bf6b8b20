package io.licensewatch.core.engine;

import io.licensewatch.core.store.DecodedItems;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.DurableQueues;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a tenant from being evaluated in the middle of a transaction.
 *
 * <p>Rows are applied as they arrive, so a tenant may have rows that are newer than the frontier at hand. Such a tenant is ahead. It
 * cannot be evaluated, since half of a transaction may be missing. A tenant that is written all the time would always be ahead. So
 * once a tenant is found ahead, its further rows are buffered here, durably. Each frontier applies those before it, after which the
 * tenant is exactly at that frontier. When no row of the tenant is buffered, its rows are applied at once again.
 */
final class BufferedRows {
    private static final long MAX_DECODED_BYTES = 4L << 20;

    private final DurableQueues queues;
    /** By tenant, of those whose rows are buffered. */
    private final Map<String, DurableQueue> buffers = new HashMap<>();

    private final DecodedItems<RowChange> decoded = new DecodedItems<>(MAX_DECODED_BYTES);
    private final Map<String, SourcePosition> applied = new HashMap<>();
    /** Rows up to here may have been applied to any tenant: by an earlier process, or by a truncate. */
    private SourcePosition appliedToAny;

    /** @param store for this alone */
    BufferedRows(KeyValues store, SourcePosition appliedBefore) {
        this.queues = new DurableQueues(store);
        this.appliedToAny = appliedBefore;
        queues.names().forEach(this::buffer);
    }

    /** Whether rows of the tenant have to be buffered. */
    boolean buffers(String tenantId) {
        return buffers.containsKey(tenantId);
    }

    /** From now on rows of the tenant are buffered. */
    void buffer(String tenantId) {
        buffers.computeIfAbsent(tenantId, queues::named);
    }

    /** Tenants whose rows are buffered. */
    Set<String> tenants() {
        return Set.copyOf(buffers.keySet());
    }

    void applied(String tenantId, SourcePosition position) {
        applied.merge(tenantId, position, Span::later); // tables are not read in step with each other
    }

    void appliedToAny(SourcePosition position) {
        appliedToAny = Span.later(appliedToAny, position);
    }

    /** Whether the tenant has rows that are newer than this frontier. */
    boolean ahead(String tenantId, SourcePosition frontier) {
        SourcePosition newest = applied.get(tenantId);
        return allAhead(frontier) || (newest != null && newest.isAfter(frontier));
    }

    /** Whether any tenant may have rows that are newer than this frontier; the next frontiers will reach them. */
    boolean allAhead(SourcePosition frontier) {
        return appliedToAny.isAfter(frontier);
    }

    void forgetUpTo(SourcePosition frontier) {
        applied.values().removeIf(position -> !position.isAfter(frontier));
    }

    void add(String tenantId, RowChange change, byte[] key, byte[] value) {
        long ordinal = buffers.computeIfAbsent(tenantId, queues::named).add(change.position(), key, value);
        decoded.keep(ordinal, change, value.length);
    }

    /** Takes out buffered rows of a tenant that are older than a frontier, in order. */
    List<RowChange> release(String tenantId, SourcePosition frontier) {
        return release(tenantId, frontier, Integer.MAX_VALUE);
    }

    /** The first of them. Fewer than the limit means that no such row is left. */
    List<RowChange> release(String tenantId, SourcePosition frontier, int limit) {
        DurableQueue buffer = buffers.get(tenantId);
        return buffer == null
                ? List.of()
                : buffer.takeBefore(frontier, limit).stream().map(this::change).toList();
    }

    private RowChange change(DurableQueue.Item item) {
        RowChange known = decoded.take(item.ordinal());
        return known == null ? decode(item) : known;
    }

    private static RowChange decode(DurableQueue.Item item) {
        try {
            return RowChangeDecoder.decode(item.key(), item.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a buffered row was decoded when it arrived", e);
        }
    }

    /** How many rows are kept decoded. */
    int decoded() {
        return decoded.size();
    }

    /** Stops buffering rows of a tenant of which none is buffered. */
    void stopIfEmpty(String tenantId) {
        DurableQueue buffer = buffers.get(tenantId);
        if (buffer != null && buffer.isEmpty()) {
            buffers.remove(tenantId);
        }
    }
}
