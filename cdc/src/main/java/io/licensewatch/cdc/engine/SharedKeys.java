package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.source.CapturedTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Rows> byKey = new HashMap<>();
    private @Nullable Long transaction;

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

    /** @param key of the row before the change, where there is one, else of the row after it */
    Left met(CapturedTable table, SourceEvent change, byte[] key) {
        if (!table.key().deferrable() || change.isTruncate()) {
            return Left.AS_SAID;
        }
        Long of = change.txId();
        if (of == null || !of.equals(transaction)) {
            byKey.clear();
            transaction = of;
        }
        Rows rows =
                byKey.computeIfAbsent(table.name() + ' ' + new String(key, StandardCharsets.UTF_8), k -> new Rows());
        Struct before = change.before();
        boolean own = before != null && rows.written.remove(before);
        if (before != null && !own) {
            rows.formerSeen = true;
        }
        Struct after = change.after();
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
