package io.licensewatch.cdc.testbed;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A reader of the topics as they are meant to be read: per place and key the newest row; what a snapshot or a resync did not
 * bring is gone once a frontier says that it is complete.
 */
public final class Reader {
    private final Written written;
    private final Frontier frontier;
    private final List<String> regressions = new ArrayList<>();

    private Reader(Written written, Frontier frontier) {
        this.written = written;
        this.frontier = frontier;
    }

    /** As the last frontier says. */
    public static Reader of(Written written) {
        List<Frontier> frontiers = written.frontiers();
        return new Reader(written, frontiers.get(frontiers.size() - 1));
    }

    /** Column text by id. */
    public Map<String, String> rows(String table, String column) {
        Map<String, String> result = new TreeMap<>();
        rows(table).forEach(row -> {
            Map<String, Object> after = Objects.requireNonNull(row.after());
            result.put(String.valueOf(after.get("id")), String.valueOf(after.get(column)));
        });
        return result;
    }

    /** The record keys of the rows that there are. */
    public List<String> keys(String table) {
        return rows(table).stream().map(RowChange::key).toList();
    }

    private List<RowChange> rows(String table) {
        if (!frontier.snapshotComplete()) {
            throw new AssertionError("the snapshot is not complete at " + frontier);
        }
        SourcePosition begin = frontier.resyncs().stream()
                .filter(resync -> resync.table().equals("public." + table))
                .map(frontier::position)
                .findFirst()
                .orElse(new SourcePosition(frontier.epoch(), 0, 0));
        Map<String, Map<String, RowChange>> places = new HashMap<>();
        written.changesByPlace(table).forEach((place, changes) -> {
            Map<String, RowChange> rows = places.computeIfAbsent(place, p -> new TreeMap<>());
            changes.forEach(change -> apply(change, rows));
        });
        return places.values().stream()
                .flatMap(rows -> rows.values().stream())
                .filter(row -> row.position().compareTo(begin) >= 0)
                .toList();
    }

    private void apply(RowChange change, Map<String, RowChange> rows) {
        if (change.op() == RowChange.Op.TRUNCATE) {
            rows.clear();
            return;
        }
        RowChange before = rows.get(change.key());
        if (before != null && before.position().compareTo(change.position()) > 0) {
            regressions.add(change.key() + " at " + change.position() + " after " + before.position());
        }
        if (change.after() == null) {
            rows.remove(change.key());
        } else {
            rows.put(change.key(), change);
        }
    }

    /** Rows whose position goes back; known once the rows were read. */
    public List<String> regressions() {
        return List.copyOf(regressions);
    }
}
