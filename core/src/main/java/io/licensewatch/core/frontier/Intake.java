package io.licensewatch.core.frontier;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;

/**
 * An input of a task. Every task takes rows in the same order: a row is decoded and its position is checked, then it counts as arrived,
 * then it is applied. A row that is rejected has arrived all the same, or the frontier after it would wait for ever. But a position that
 * is impossible, or that no frontier is near, counts for nothing.
 *
 * <p>A record that does not name its row may not be one of cdc's. It does not count. If it was one of cdc's, the frontier that covers it
 * waits, and the log and {@code feed-stalled} say so.
 */
public final class Intake {
    private final Arrivals arrivals;
    private final FarRows far;
    private final Task task;
    private long replays;

    public Intake(KeyValues farRows, Arrivals arrivals, Task task) {
        this.arrivals = arrivals;
        this.far = new FarRows(farRows);
        this.task = task;
    }

    /** What a task does with rows. */
    public interface Task {
        /** The table of the row, if the task takes rows of it. */
        SourceTable table(RowChange change) throws MalformedRecordException;

        /** Applies a row that is new. A row that cannot be decoded is rejected before anything is changed. */
        void apply(SourceTable table, RowChange change, byte[] key, byte[] value) throws MalformedRecordException;

        void reject(byte[] key, byte[] value, String reason);
    }

    /** The table of a row, if it is watched. */
    public static SourceTable watchedTable(RowChange change) throws MalformedRecordException {
        return SourceTable.named(change.schema(), change.table())
                .orElseThrow(() -> new MalformedRecordException(
                        "table " + change.schema() + "." + change.table() + " is not watched"));
    }

    public void take(byte[] key, byte[] value) {
        take(key, value, false);
    }

    private void take(byte[] key, byte[] value, boolean waited) {
        RowChange change;
        try {
            change = RowChangeDecoder.decode(key, value);
        } catch (MalformedRecordException e) {
            takeUndecoded(key, value, waited, e.reason());
            return;
        }
        boolean kept = !waited && far.keep(change.position(), key, value);
        if (!kept) {
            take(change, key, value);
        }
    }

    private void takeUndecoded(byte[] key, byte[] value, boolean waited, String reason) {
        Optional<RowPlace> place = RowChangeDecoder.place(value);
        // If it counted before rows that wait, those would count as replays.
        boolean kept = !waited
                && far.releasing()
                && place.isPresent()
                && far.keep(place.get().position(), key, value);
        if (!kept) {
            place.ifPresent(this::count);
            task.reject(key, value, reason);
        }
    }

    private void take(RowChange change, byte[] key, byte[] value) {
        try {
            SourceTable table = task.table(change);
            boolean isNew = arrivals.add(table, change.place());
            if (isNew) {
                task.apply(table, change, key, value);
            } else {
                replays++;
            }
        } catch (MalformedRecordException e) {
            task.reject(key, value, e.reason());
        }
    }

    private void count(RowPlace place) {
        Optional<SourceTable> table = SourceTable.named(place.schema(), place.table());
        if (table.isPresent() && !far.isFar(place.position())) {
            arrivals.add(table.get(), place);
        }
    }

    /** A frontier has arrived. Rows that were far may be near now. */
    public void onFrontier(Frontier frontier) {
        far.onFrontier(frontier);
    }

    /** Whether rows that were far have to be taken before any frontier is reached. */
    boolean waits() {
        return far.releasing();
    }

    /** Whether rows wait because no frontier is near them, or because they arrived after such rows. */
    public boolean keepsFarRows() {
        return far.any();
    }

    /**
     * Takes some of the rows that were far and are near a frontier now.
     *
     * @return whether some are left for another step
     */
    public boolean takeFarRows(int limit) {
        if (far.releasing()) {
            List<DurableQueue.Item> near = far.takeNear(limit);
            near.forEach(row -> take(row.key(), row.value(), true));
        }
        return far.releasing();
    }

    /** The newest position that has been taken. */
    public SourcePosition newest() {
        return arrivals.newest();
    }

    /** Whether these rows have been taken. */
    boolean includes(Frontier.Covered rows) {
        return arrivals.include(rows);
    }

    /** How many of these rows have been taken. */
    long taken(Frontier.Covered rows) {
        return arrivals.taken(rows);
    }

    /** Rows that were not newer than what had been taken. */
    public long replays() {
        return replays;
    }
}
