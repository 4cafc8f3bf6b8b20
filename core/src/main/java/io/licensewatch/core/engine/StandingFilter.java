package io.licensewatch.core.engine;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps from the tenant tasks what goes without saying: a row that is in order, where a foreign key says that every row which is
 * referred to is there. It remembers of which rows they have been sent something else, so that they hear of the return too. What
 * is not in order is sent at every change: after a snapshot only what it has brought counts.
 *
 * <p>Rows that are gone without a change, as after a snapshot that replaces lost changes, are remembered longer than need be. That
 * costs a record should they come back.
 */
final class StandingFilter {
    private static final byte[] PRESENT = {1};
    private static final byte[] ALL = new KeyWriter().tag(0x01).toBytes();

    private final KeyValues sent;

    StandingFilter(KeyValues sent) {
        this.sent = sent;
    }

    /** Whether the tenant tasks need the change. */
    boolean needs(RowChange change) {
        if (change.op() == RowChange.Op.TRUNCATE) {
            forgetAll();
            return true;
        }
        byte[] key = new KeyWriter().tag(0x01).rowKey(change.key()).toBytes();
        if (!isEnforced(change)) {
            remember(key, change.after() != null);
            return true;
        }
        boolean plain = isPlain(change);
        boolean needed = !plain || sent.get(key) != null;
        remember(key, !plain);
        return needed;
    }

    private void remember(byte[] key, boolean notPlain) {
        if (notPlain) {
            sent.put(key, PRESENT);
        } else {
            sent.delete(key);
        }
    }

    private static boolean isEnforced(RowChange change) {
        Map<String, @Nullable Object> row = change.after() != null ? change.after() : change.before();
        return row != null && Boolean.TRUE.equals(row.get(SourceTable.ENFORCED));
    }

    /** One that cannot be read is for the tenant tasks to judge. */
    private static boolean isPlain(RowChange change) {
        try {
            return change.after() == null || new Columns(change.table(), change.after()).live();
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private void forgetAll() {
        List<byte[]> keys = new ArrayList<>();
        sent.scan(ALL, KeyWriter.after(ALL), (key, value) -> keys.add(key));
        keys.forEach(sent::delete);
    }
}
