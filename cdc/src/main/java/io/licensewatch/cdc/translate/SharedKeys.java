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
 * The rows of the transaction under way by key, of tables whose key is checked at its end only. There two rows may have one key for a
 * while: {@code UPDATE t SET id = id + 1} gives a row the key of the next one before that one leaves it, and the stream says of this key
 * that it was created and then deleted, though a row stands under it. Whole old rows tell which of the two has gone.
 *
 * <p>It holds as many rows as the transaction changes in such tables. Changes that an earlier run has written are to be met too.
 */
final class SharedKeys {
    private final Map<Place, Rows> byKey = new HashMap<>();
    /** Tables that the transaction has truncated: nothing from before it is left there. */
    private final Set<String> emptied = new HashSet<>();

    private @Nullable Long transaction;

    private record Place(String table, String key) {}

    /** What is known of the rows of a key. */
    private static final class Rows {
        /** Those that the transaction has written. */
        private final List<Struct> written = new ArrayList<>();
        /** Whether the one from before the transaction is known to have changed or gone. */
        private boolean formerSeen;
    }

    /**
     * What a change has left under the key of the row that went.
     *
     * @param another a row that stands there; null for none, or for what the change itself says
     * @param unknown whether the row from before the transaction may stand there: the stream does not tell
     */
    record Left(@Nullable Struct another, boolean unknown) {
        static final Left AS_SAID = new Left(null, false);
    }

    /**
     * Takes each event of the stream.
     *
     * @param table null for what is no change of a watched table
     * @param key of a row; asked for only where it matters
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
