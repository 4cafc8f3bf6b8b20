package io.licensewatch.cdc.resync;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Checkpoint.Watched;
import io.licensewatch.cdc.checkpoint.Resyncs;
import io.licensewatch.cdc.checkpoint.StreamPosition;
import io.licensewatch.cdc.marks.ForeignMessages;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks resyncs during one run: it receives requests and marks from the stream, and holds the running incremental snapshot. Its
 * state is part of the checkpoint of each batch, so that after a crash an interrupted request waits again.
 *
 * <p>Used in the handler's turn only.
 */
public final class ResyncTracker {
    private static final Logger LOG = LoggerFactory.getLogger(ResyncTracker.class);

    private final String slot;
    private final ForeignMessages strange;
    private Map<String, Watched> tables;
    private Resyncs resyncs;
    private @Nullable IncrementalSnapshot current;
    /** The requests that the current snapshot serves; later requests need another one. */
    private Set<String> serving = Set.of();

    private long readAtTime;

    public ResyncTracker(Checkpoint start, ForeignMessages strange) {
        this.strange = strange;
        this.slot = start.slot();
        this.tables = start.tables();
        this.resyncs = start.resyncs();
    }

    public Resyncs resyncs() {
        return resyncs;
    }

    public Map<String, Watched> tables() {
        return tables;
    }

    /** Starts an incremental snapshot of the requested tables; empty when there are none. A former one is abandoned. */
    public Optional<IncrementalSnapshot> next() {
        Set<String> wanted = resyncs.wanted();
        current = wanted.isEmpty() || resyncs.wantsAll()
                ? null
                : new IncrementalSnapshot(UUID.randomUUID().toString(), wanted);
        serving = resyncs.waiting().stream().map(Resyncs.Request::id).collect(Collectors.toSet());
        return Optional.ofNullable(current);
    }

    /** A message arrived through the stream. */
    public void met(String content, StreamPosition place, long committedAt) {
        Optional<ResyncMessage> message = ResyncMessage.parse(content);
        if (message.isEmpty()) {
            strange.ignored("message that is no resync mark", place.lsn(), content.length());
        } else if (message.get().slot().equals(slot)) {
            mark(message.get(), place, committedAt);
        }
    }

    /** A request arrived through the stream. */
    public void requested(ResyncRequest request) {
        if (!request.slot().equals(slot) || resyncs.isWaiting(request.id())) {
            return;
        }
        List<String> known = request.tables().stream()
                .filter(tables::containsKey)
                .sorted()
                .distinct()
                .toList();
        boolean all = request.tables().isEmpty();
        boolean taken = (all || !known.isEmpty()) && !resyncs.isFull();
        (taken ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("request", request.id())
                .addKeyValue("tables", all ? "all" : known)
                .log(
                        taken
                                ? "resync requested"
                                : resyncs.isFull()
                                        ? "ignored a resync request: too many are waiting"
                                        : "ignored a resync request for tables that are not watched");
        if (taken) {
            resyncs = resyncs.requested(new Resyncs.Request(request.id(), known));
        }
    }

    /** Why the stream does not determine which rows a table has. */
    public enum Cause {
        SHARED_KEY("rows shared a key within a transaction, and the stream does not say which row has it now"),
        PARTITIONS("partitions or their publication changed, and the stream does not say which rows exist now");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    /**
     * The tables' partitions at a mark, by {@code schema.table}. A later change is noticed at a later mark; rows that are read from
     * now on come from these partitions, or the next mark shows the difference.
     */
    public void partitions(Map<String, String> found) {
        found.forEach((table, partitions) -> {
            Watched watched = tables.get(table);
            if (watched != null && !partitions.equals(watched.partitions())) {
                lost(table, Cause.PARTITIONS);
                Map<String, Watched> others = new TreeMap<>(tables);
                others.put(table, new Watched(watched.membership(), watched.whole(), partitions));
                tables = others;
            }
        });
    }

    /** The stream does not say whether a row of the table exists. A running snapshot may have passed the row already. */
    public void lost(String table, Cause cause) {
        boolean waits = resyncs.isLost()
                && resyncs.waiting().stream()
                        .anyMatch(request -> !serving.contains(request.id())
                                && request.tables().contains(table));
        if (!waits) {
            LOG.atWarn()
                    .addKeyValue("table", table)
                    .log("{}: the table is read again, and nothing is evaluated until then", cause.words);
            resyncs = resyncs.lost(table);
        }
    }

    /** Marks of snapshots of earlier runs are ignored. */
    private void mark(ResyncMessage message, StreamPosition place, long committedAt) {
        IncrementalSnapshot snapshot = current;
        if (snapshot == null || !snapshot.id().equals(message.id())) {
            return;
        }
        snapshot.met(message.kind(), place);
        switch (snapshot.phase()) {
            case READING -> {
                readAtTime = committedAt;
                resyncs = resyncs.read(0);
            }
            case ENDED -> finished(snapshot);
            default -> {}
        }
    }

    private void finished(IncrementalSnapshot snapshot) {
        StreamPosition since = snapshot.since();
        resyncs = resyncs.finished(
                serving,
                snapshot.tables().stream()
                        .map(table ->
                                new Frontier.Resync(table, Lsn.text(since.previousCommit()), Lsn.text(since.lsn())))
                        .toList());
        Map<String, Watched> whole = new TreeMap<>(tables);
        snapshot.tables()
                .forEach(table ->
                        whole.computeIfPresent(table, (t, w) -> new Watched(w.membership(), true, w.partitions())));
        tables = whole;
    }

    /** The running snapshot, if it collects changes of this table. */
    public Optional<IncrementalSnapshot> tracking(String table) {
        IncrementalSnapshot snapshot = current;
        return snapshot != null && snapshot.tracks(table) ? Optional.of(snapshot) : Optional.empty();
    }

    /** The snapshot that this run started last. */
    public Optional<IncrementalSnapshot> current() {
        return Optional.ofNullable(current);
    }

    /** Commit time of the mark whose position rows that are read get, in ms since 1970. */
    public long readAtTime() {
        return readAtTime;
    }

    public void wrote(int rows) {
        resyncs = resyncs.read(rows);
    }
}
