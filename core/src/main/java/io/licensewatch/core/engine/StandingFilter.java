package io.licensewatch.core.engine;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.UserRow;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Withholds from the tenant tasks what they assume anyway: that a row is live, if a foreign key guarantees that every row that is
 * referred to exists. It remembers which rows were sent as not live, so that their return is sent, too. A row that is not live is sent
 * at every change: after a snapshot only what the snapshot brought counts.
 *
 * <p>Rows that were deleted without a change, as after a snapshot that replaces lost changes, are remembered longer than necessary. If
 * they return, that costs a record.
 */
final class StandingFilter {
    private static final int SENT = 0x01;
    private static final byte[] PRESENT = {1};
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final byte[] ALL = new KeyWriter().tag(SENT).toBytes();

    private final KeyValues sent;
    private final Plain plain;

    /** @param sent where the rows are stored that were sent last as not live; for this alone */
    StandingFilter(KeyValues sent, Plain plain) {
        this.sent = sent;
        this.plain = plain;
    }

    /** Which rows of a table are live. */
    interface Plain {
        Plain ROLES = (row, committedAt) -> row.live();

        /**
         * A user's ban has to have ended long enough before the commit that it has for every task: a task's clock may be a little behind,
         * and the end of a ban that is a date depends on its zone.
         */
        Plain USERS = (columns, committedAt) -> {
            UserRow row = UserRow.of(columns);
            return row.enabled() && row.banEnds(ZoneOffset.UTC).isBefore(committedAt.minus(MARGIN));
        };

        boolean is(Columns row, Instant committedAt) throws MalformedRecordException;
    }

    /** Takes a change; returns whether the tenant tasks need it. */
    boolean filter(RowChange change) {
        if (change.op() == RowChange.Op.TRUNCATE) {
            forgetAll();
            return true;
        }
        byte[] key = key(change.key());
        boolean wasSent = sent.get(key) != null;
        boolean enforced = isEnforced(change);
        boolean other = enforced ? !isPlain(change) : change.after() != null;
        if (other && !wasSent) {
            sent.put(key, PRESENT);
        } else if (!other && wasSent) {
            sent.delete(key);
        }
        return other || wasSent || !enforced;
    }

    private static byte[] key(String rowKey) {
        return new KeyWriter().tag(SENT).rowKey(rowKey).toBytes();
    }

    private static boolean isEnforced(RowChange change) {
        Map<String, @Nullable Object> row = change.after() != null ? change.after() : change.before();
        return row != null && Boolean.TRUE.equals(row.get(SourceTable.ENFORCED));
    }

    /** A row that cannot be decoded is sent: the tenant tasks reject it. */
    private boolean isPlain(RowChange change) {
        try {
            return change.after() == null
                    || plain.is(new Columns(change.table(), change.after()), change.committedAt());
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
