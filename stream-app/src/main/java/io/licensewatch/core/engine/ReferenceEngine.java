package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Lines up behind the frontier what all tenants share: changes wait until the frontier that covers them has come, and go
 * out before it in source order. So no tenant task ever sees half of a transaction on reference data.
 *
 * <p>What a frontier covers may be a million rows, as in a snapshot: it goes out in steps. A frontier that has overtaken rows
 * which it covers waits for them.
 */
public final class ReferenceEngine {
    private final WaitingLine waiting;
    private final WaitingLine frontiers;
    private final Arrivals reference;
    private final Arrivals tenantless;
    /** Whether the first frontier has come and not all that it covers. */
    private boolean waits;

    public ReferenceEngine(KeyValues store) {
        this.waiting = new WaitingLine(store);
        this.frontiers = new WaitingLine(new Space(store, 0x03));
        this.reference = Arrivals.ofReference(new Space(store, 0x04));
        this.tenantless = Arrivals.ofTenantless(new Space(store, 0x04));
    }

    /** Where it goes. */
    public interface Out {
        /** @param timestamp of the frontier that covers it */
        void change(WaitingLine.Item change, long timestamp);

        void frontier(byte[] frontier, long timestamp);
    }

    /** Takes a change of a table, or of a row, that has no tenant. */
    public void onChange(byte[] key, byte[] value) throws MalformedRecordException {
        RowChange change = RowChangeDecoder.decode(key, value);
        waiting.add(change.position(), WaitingLine.Item.of(key, value));
        SourceTable.named(change.schema(), change.table())
                .ifPresent(table -> arrivals(table).came(table, change));
    }

    private Arrivals arrivals(SourceTable table) {
        return table.hasTenant() ? tenantless : reference;
    }

    /** Takes a frontier, which goes out after what it covers. */
    public void onFrontier(Frontier frontier, long timestamp) {
        byte[] time = Long.toString(timestamp).getBytes(StandardCharsets.US_ASCII);
        frontiers.add(frontier.position(), WaitingLine.Item.of(time, JsonCodec.FRONTIER.encode(frontier)));
    }

    /**
     * Lets out some of what the first frontier covers, in source order, and after the last of it the frontier.
     *
     * @return whether something is left for another step
     */
    public boolean step(int limit, Out out) {
        Optional<WaitingLine.Entry> first = frontiers.first();
        if (first.isEmpty()) {
            return false;
        }
        SourcePosition position = first.get().position();
        WaitingLine.Item frontier = first.get().item();
        waits = missing(frontier).isPresent();
        if (waits) {
            return false;
        }
        long timestamp = Long.parseLong(frontier.key());
        List<WaitingLine.Item> covered = waiting.release(position, limit);
        covered.forEach(change -> out.change(change, timestamp));
        if (covered.size() == limit) {
            return true;
        }
        frontiers.release(position, 1);
        out.frontier(frontier.valueBytes(), timestamp);
        return frontiers.first().isPresent();
    }

    /** The first rows that are waited for. */
    public Optional<Frontier.Covered> missing() {
        return waits ? frontiers.first().flatMap(entry -> missing(entry.item())) : Optional.empty();
    }

    private Optional<Frontier.Covered> missing(WaitingLine.Item frontier) {
        try {
            return JsonCodec.FRONTIER.decode(frontier.valueBytes()).covered().stream()
                    .filter(ReferenceEngine::comesHere)
                    .filter(rows -> !(rows.tenantless() ? tenantless : reference).include(rows))
                    .findFirst();
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a frontier that waits was understood when it came", e);
        }
    }

    private static boolean comesHere(Frontier.Covered rows) {
        return rows.tenantless()
                || Arrivals.table(rows).filter(SourceTable::isReference).isPresent();
    }
}
