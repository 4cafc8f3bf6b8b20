package io.licensewatch.cdc.progress;

import io.licensewatch.schemas.source.Frontier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The part of the progress that tells of tables read anew.
 *
 * @param waiting requests that were met in the stream and are not served yet
 * @param reading whether rows of an unfinished reading may be in the topics: they may be ahead of the stream
 * @param rows how many rows such readings have written in this epoch; no two batches of them leave the same progress
 * @param done what was read anew in this epoch, sorted by table
 */
public record Resyncs(List<Request> waiting, boolean reading, long rows, List<Frontier.Resync> done) {
    /** Of requests that wait. A few tables each, they stay far below what a record may hold. */
    private static final int MOST = 16;

    private static final String JOINED = "joined-";
    private static final String LOST = "lost-";

    public static final Resyncs NONE = new Resyncs(List.of(), false, 0, List.of());

    public Resyncs {
        waiting = List.copyOf(waiting);
        done = List.copyOf(done);
    }

    /**
     * A wish.
     *
     * @param tables {@code schema.table}; empty for all
     */
    public record Request(String id, List<String> tables) {
        public Request {
            tables = List.copyOf(tables);
        }

        boolean wantsAll() {
            return tables.isEmpty();
        }

        /** Without the tables that are not watched any more. */
        private Request keeping(Predicate<String> watched) {
            return wantsAll()
                    ? this
                    : new Request(id, tables.stream().filter(watched).toList());
        }
    }

    /** Whether one of the waiting requests needs a new snapshot of everything. */
    public boolean wantsAll() {
        return waiting.stream().anyMatch(Request::wantsAll);
    }

    public boolean isWaiting(String id) {
        return waiting.stream().anyMatch(request -> request.id().equals(id));
    }

    /** Whether no further request can wait; what cdc itself wants still can. */
    public boolean isFull() {
        return waiting.size() >= MOST;
    }

    /** The tables that are waited for, sorted. */
    public Set<String> wanted() {
        Set<String> tables = new TreeSet<>();
        waiting.forEach(request -> tables.addAll(request.tables()));
        return tables;
    }

    public Resyncs requested(Request request) {
        List<Request> more = new ArrayList<>(waiting);
        more.add(request);
        return new Resyncs(more, reading, rows, done);
    }

    /** As requested by cdc itself: the tables have come to be watched. */
    Resyncs joining(Collection<String> tables) {
        return own(JOINED, tables);
    }

    /** As requested by cdc itself: it does not know whether a row of the table is there. */
    public Resyncs lost(String table) {
        return own(LOST, List.of(table));
    }

    /** As requested by cdc itself: what the topics hold of the tables is not what it would write. */
    Resyncs changing(Collection<String> tables) {
        return own(LOST, tables);
    }

    /** Whether a row may be missing in the topics until a reading has brought it. */
    public boolean isLost() {
        return waiting.stream().anyMatch(request -> request.id().startsWith(LOST));
    }

    /** However often cdc itself wants something, one request of that kind waits. */
    private Resyncs own(String kind, Collection<String> tables) {
        Set<String> all = new TreeSet<>(tables);
        List<Request> others = new ArrayList<>();
        for (Request request : waiting) {
            if (request.id().startsWith(kind)) {
                all.addAll(request.tables());
            } else {
                others.add(request);
            }
        }
        others.add(new Request(kind + UUID.randomUUID(), List.copyOf(all)));
        return new Resyncs(others, reading, rows, done);
    }

    Resyncs keeping(Predicate<String> watched) {
        List<Request> kept = new ArrayList<>();
        for (Request request : waiting) {
            Request left = request.keeping(watched);
            if (request.wantsAll() || !left.tables().isEmpty()) {
                kept.add(left);
            }
        }
        return new Resyncs(kept, reading && !kept.isEmpty(), rows, done);
    }

    /** Rows of a reading are written. */
    public Resyncs read(int more) {
        return new Resyncs(waiting, true, rows + more, done);
    }

    /** Those requests are served. */
    public Resyncs finished(Set<String> requests, Collection<Frontier.Resync> resyncs) {
        Set<String> tables = new TreeSet<>();
        resyncs.forEach(resync -> tables.add(resync.table()));
        List<Frontier.Resync> all = new ArrayList<>(resyncs);
        done.stream().filter(former -> !tables.contains(former.table())).forEach(all::add);
        all.sort(Comparator.comparing(Frontier.Resync::table));
        List<Request> left = waiting.stream()
                .filter(request -> !requests.contains(request.id()))
                .toList();
        return new Resyncs(left, false, rows, all);
    }
}
