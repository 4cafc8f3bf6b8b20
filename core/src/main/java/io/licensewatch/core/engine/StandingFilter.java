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
 * Keeps from the tenant tasks what goes without saying: a row that is in order, where a foreign key says that every row which is
 * referred to is there. It remembers of which rows they have been sent something else, so that they hear of the return too. What
 * is not in order is sent at every change: after a snapshot only what it has brought counts.
 *
 * <p>Rows that are gone without a change, as after a snapshot that replaces lost changes, are remembered longer than need be. That
 * costs a record should they come back.
 */
final class StandingFilter {
    private static final byte[] PRESENT = {1};
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final byte[] ALL = new KeyWriter().tag(0x01).toBytes();

    private final KeyValues sent;
    private final Plain plain;

    /** @param sent the rows of which something else was sent last */
    StandingFilter(KeyValues sent, Plain plain) {
        this.sent = sent;
        this.plain = plain;
    }

    /** Which rows of a table go without saying. */
    interface Plain {
        /** Rows that are live. */
        Plain ROLES = (row, committedAt) -> row.live();

        /**
         * Users that are live, and were so long enough before the commit that they are for every task: a task's clock may be a
         * little behind, and the end of a ban that is a date depends on its zone.
         */
        Plain USERS = (columns, committedAt) -> {
            UserRow row = UserRow.of(columns);
            return row.enabled() && row.banEnds(ZoneOffset.UTC).isBefore(committedAt.minus(MARGIN));
        };

        boolean is(Columns row, Instant committedAt) throws MalformedRecordException;
    }

    /** Whether the tenant tasks need the change. */
    boolean needs(RowChange change) {
        if (change.op() == RowChange.Op.TRUNCATE) {
            forgetAll();
            return true;
        }
        byte[] key = new KeyWriter().tag(0x01).rowKey(change.key()).toBytes();
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

    private static boolean isEnforced(RowChange change) {
        Map<String, @Nullable Object> row = change.after() != null ? change.after() : change.before();
        return row != null && Boolean.TRUE.equals(row.get(SourceTable.ENFORCED));
    }

    /** One that cannot be read is for the tenant tasks to judge. */
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
