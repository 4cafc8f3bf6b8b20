package io.licensewatch.cdc.checkpoint;

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
 * The part of the checkpoint about incremental snapshots.
 *
 * @param waiting requests that were read from the stream and are not served yet
 * @param running whether rows of an unfinished incremental snapshot may be in the topics: they may be ahead of the stream
 * @param rows how many rows incremental snapshots wrote in this epoch; so no two of their batches leave the same checkpoint
 * @param done the tables that were read again in this epoch, sorted by table
 */
public record Resyncs(List<Request> waiting, boolean running, long rows, List<Frontier.Resync> done) {
    /** Requests that may wait. They name a few tables each, and stay far below the size limit of a record. */
    private static final int MOST = 16;

    private static final String JOINED = "joined-";
    private static final String LOST = "lost-";

    public static final Resyncs NONE = new Resyncs(List.of(), false, 0, List.of());

    public Resyncs {
        waiting = List.copyOf(waiting);
        done = List.copyOf(done);
    }

    /**
     * A requested resync.
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

    /** Whether no further request can wait; requests of cdc itself still can. */
    public boolean isFull() {
        return waiting.size() >= MOST;
    }

    /** The requested tables, sorted. */
    public Set<String> wanted() {
        Set<String> tables = new TreeSet<>();
        waiting.forEach(request -> tables.addAll(request.tables()));
        return tables;
    }

    public Resyncs requested(Request request) {
        List<Request> more = new ArrayList<>(waiting);
        more.add(request);
        return new Resyncs(more, running, rows, done);
    }

    /** Requested by cdc itself: the tables joined. */
    Resyncs joining(Collection<String> tables) {
        return own(JOINED, tables);
    }

    /** Requested by cdc itself: it does not know whether a row of the table exists. */
    public Resyncs lost(String table) {
        return own(LOST, List.of(table));
    }

    /** Requested by cdc itself: the rows of the tables in the topics differ from what it would write now. */
    Resyncs changing(Collection<String> tables) {
        return own(LOST, tables);
    }

    /** Whether a row may be missing in the topics until an incremental snapshot has delivered it. */
    public boolean isLost() {
        return waiting.stream().anyMatch(request -> request.id().startsWith(LOST));
    }

    /** At most one request of each kind of cdc's own waits. */
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
        return new Resyncs(others, running, rows, done);
    }

    Resyncs keeping(Predicate<String> watched) {
        List<Request> kept = new ArrayList<>();
        for (Request request : waiting) {
            Request left = request.keeping(watched);
            if (request.wantsAll() || !left.tables().isEmpty()) {
                kept.add(left);
            }
        }
        return new Resyncs(kept, running && !kept.isEmpty(), rows, done);
    }

    /** Rows of an incremental snapshot are written. */
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
