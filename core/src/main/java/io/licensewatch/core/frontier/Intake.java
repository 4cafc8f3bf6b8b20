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
 * The one order in which every task takes rows: it is decoded and its position is checked, then it counts as arrived, then it is
 * applied. What is rejected has arrived all the same, or the frontier behind it would wait for ever; but a position that
 * cannot be, or that no frontier is near, counts for nothing.
 *
 * <p>Of a record that does not even say which row change it is, nobody can know whether cdc wrote it. It does not count. If it was
 * one of cdc's, the frontier that covers it waits, and the log and {@code feed-stalled} say so.
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
        /** The table of the row, if it is one that belongs here. */
        SourceTable table(RowChange change) throws MalformedRecordException;

        /** Applies a row that is news; one that cannot be understood is refused before anything is changed. */
        void apply(SourceTable table, RowChange change, byte[] key, byte[] value) throws MalformedRecordException;

        void reject(byte[] key, byte[] value, String reason);
    }

    /** The table of a row, if it is one that is watched. */
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
            Optional<RowPlace> place = RowChangeDecoder.place(value);
            // Counted before rows that wait it would make replays of them.
            if (!waited
                    && place.isPresent()
                    && far.releasing()
                    && far.keeps(place.get().position(), key, value)) {
                return;
            }
            place.ifPresent(this::count);
            task.reject(key, value, e.reason());
            return;
        }
        if (!waited && far.keeps(change.position(), key, value)) {
            return;
        }
        take(change, key, value);
    }

    private void take(RowChange change, byte[] key, byte[] value) {
        try {
            SourceTable table = task.table(change);
            if (arrivals.came(table, change.place())) {
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
            arrivals.came(table.get(), place);
        }
    }

    /** A frontier has come; rows that were far may be near now. */
    public void onFrontier(Frontier frontier) {
        far.onFrontier(frontier);
    }

    /** Whether rows wait that have to be taken before any frontier. */
    public boolean waits() {
        return far.releasing();
    }

    /** Whether rows are kept, because no frontier is near them or they are behind such. */
    public boolean keepsFarRows() {
        return far.any();
    }

    /**
     * Takes some of the rows that were far.
     *
     * @return whether some are left for another step
     */
    public boolean step(int limit) {
        if (far.releasing()) {
            List<DurableQueue.Item> rows = far.next(limit);
            rows.forEach(row -> take(row.key(), row.value(), true));
        }
        return far.releasing();
    }

    /** No row has been taken that stands behind it. */
    public SourcePosition newest() {
        return arrivals.newest();
    }

    public boolean includes(Frontier.Covered rows) {
        return arrivals.include(rows);
    }

    /** How many of these rows have been taken. */
    long taken(Frontier.Covered some) {
        return arrivals.taken(some);
    }

    /** Rows that were not newer than what had been taken. */
    public long replays() {
        return replays;
    }
}
