package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.source.CapturedTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the current transaction by key, for tables with a deferrable key. Two rows may share such a key within a transaction:
 * {@code UPDATE t SET id = id + 1} gives a row the key of the next one before that one changes, and the stream first creates and then
 * deletes this key although a row has it. Whole old rows show which of the two rows was deleted.
 *
 * <p>It holds as many rows as the transaction changes in such tables. It must receive changes that an earlier run wrote, too.
 */
final class SharedKeys {
    private final Map<Place, Rows> byKey = new HashMap<>();
    /** Tables that the transaction truncated: no row from before it is left. */
    private final Set<String> emptied = new HashSet<>();

    private @Nullable Long transaction;

    private record Place(String table, String key) {}

    /** The known rows of a key. */
    private static final class Rows {
        /** Rows that the transaction wrote. */
        private final List<Struct> written = new ArrayList<>();
        /** Whether the row from before the transaction is known to be changed or deleted. */
        private boolean formerSeen;
    }

    /**
     * What a change left under the key of the old row.
     *
     * @param another another row with this key; null if there is none, or if the change itself is the answer
     * @param unknown whether the row from before the transaction may have this key: the stream does not say
     */
    record Left(@Nullable Struct another, boolean unknown) {
        static final Left AS_SAID = new Left(null, false);
    }

    /**
     * Receives each event of the stream.
     *
     * @param table null if the event is no change of a watched table
     * @param key of a row; computed only when needed
     */
    Left met(@Nullable CapturedTable table, SourceEvent event, Function<Struct, byte[]> key) {
        Long of = event.txId();
        if (of == null || !of.equals(transaction)) {
            transaction = of;
            byKey.clear();
            emptied.clear();
        }
        if (table == null || !table.key().deferrable()) {
            return Left.AS_SAID;
        }
        if (event.isTruncate()) {
            byKey.keySet().removeIf(place -> place.table().equals(table.name()));
            emptied.add(table.name());
            return Left.AS_SAID;
        }
        Struct before = event.before();
        Struct after = event.after();
        Struct row = before == null ? after : before;
        return row == null ? Left.AS_SAID : changed(rows(table, key.apply(row)), before, after);
    }

    private Rows rows(CapturedTable table, byte[] key) {
        return byKey.computeIfAbsent(new Place(table.name(), new String(key, StandardCharsets.UTF_8)), place -> {
            Rows rows = new Rows();
            rows.formerSeen = emptied.contains(place.table());
            return rows;
        });
    }

    private static Left changed(Rows rows, @Nullable Struct before, @Nullable Struct after) {
        boolean own = before != null && rows.written.remove(before);
        if (before != null && !own) {
            rows.formerSeen = true;
        }
        if (after != null) {
            rows.written.add(after);
            return Left.AS_SAID;
        }
        if (!rows.written.isEmpty()) {
            return new Left(rows.written.get(rows.written.size() - 1), false);
        }
        return new Left(null, own && !rows.formerSeen);
    }
}
