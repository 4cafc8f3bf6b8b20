package io.licensewatch.cdc.resync;

import io.licensewatch.cdc.marks.StrangeMessages;
import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.Progress.Watched;
import io.licensewatch.cdc.progress.Resyncs;
import io.licensewatch.cdc.progress.StreamEvent;
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
 * Keeps the books of resyncs during one run: meets what the stream says of them, and knows the reading that is under way. What
 * it holds becomes part of the progress with each batch, so that what a crash interrupts is waiting again.
 *
 * <p>To be used in the handler's turn only.
 */
public final class ResyncDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ResyncDesk.class);

    private final String slot;
    private final StrangeMessages strange;
    private Map<String, Watched> tables;
    private Resyncs resyncs;
    private @Nullable Rereading current;
    /** The requests that the current reading serves; one that comes meanwhile wants another. */
    private Set<String> serving = Set.of();

    private long readAtTime;

    public ResyncDesk(Progress start, StrangeMessages strange) {
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

    /** Begins with the tables that are waited for; empty when there are none. A former reading is given up. */
    public Optional<Rereading> next() {
        Set<String> wanted = resyncs.wanted();
        current = wanted.isEmpty() || resyncs.wantsAll()
                ? null
                : new Rereading(UUID.randomUUID().toString(), wanted);
        serving = resyncs.waiting().stream().map(Resyncs.Request::id).collect(Collectors.toSet());
        return Optional.ofNullable(current);
    }

    /** A message came back through the stream. */
    public void met(String content, StreamEvent place, long committedAt) {
        Optional<ResyncMessage> message = ResyncMessage.parse(content);
        if (message.isEmpty()) {
            strange.ignored("message that is no mark of a resync", place.lsn(), content.length());
        } else if (message.get().slot().equals(slot)) {
            mark(message.get(), place, committedAt);
        }
    }

    /** A request came through the stream. */
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
                                        ? "a resync is requested while as many wait as can: ignored"
                                        : "a resync of tables that are not watched: ignored");
        if (taken) {
            resyncs = resyncs.requested(new Resyncs.Request(request.id(), known));
        }
    }

    /** Why the stream does not tell which rows a table has. */
    public enum Cause {
        SHARED_KEY("rows shared a key within a transaction, and the stream does not tell what is left under it"),
        PARTITIONS(
                "partitions or their publication have changed, and the stream does not tell which rows there are now");

        private final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    /**
     * What the tables' partitions are at a mark, by {@code schema.table}. Whatever comes behind the mark is noticed at a later one;
     * what is read from now on is from these partitions, or the next mark says so.
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

    /** The stream does not tell whether a row of the table is there. A reading under way may have passed the row's place already. */
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

    /** Marks of a reading that an earlier run has begun say nothing any more. */
    private void mark(ResyncMessage message, StreamEvent place, long committedAt) {
        Rereading reading = current;
        if (reading == null || !reading.id().equals(message.id())) {
            return;
        }
        reading.met(message.kind(), place);
        switch (reading.phase()) {
            case READING -> {
                readAtTime = committedAt;
                resyncs = resyncs.read(0);
            }
            case ENDED -> finished(reading);
            default -> {}
        }
    }

    private void finished(Rereading reading) {
        StreamEvent since = reading.since();
        resyncs = resyncs.finished(
                serving,
                reading.tables().stream()
                        .map(table ->
                                new Frontier.Resync(table, Lsn.text(since.previousCommit()), Lsn.text(since.lsn())))
                        .toList());
        Map<String, Watched> whole = new TreeMap<>(tables);
        reading.tables()
                .forEach(table ->
                        whole.computeIfPresent(table, (t, w) -> new Watched(w.membership(), true, w.partitions())));
        tables = whole;
    }

    /** The reading that wants to know of changes to this table's rows. */
    public Optional<Rereading> tracking(String table) {
        Rereading reading = current;
        return reading != null && reading.tracks(table) ? Optional.of(reading) : Optional.empty();
    }

    /** The reading that this run has begun last. */
    public Optional<Rereading> current() {
        return Optional.ofNullable(current);
    }

    /** Commit time of the mark at which rows that are read stand, in ms since 1970. */
    public long readAtTime() {
        return readAtTime;
    }

    public void wrote(int rows) {
        resyncs = resyncs.read(rows);
    }
}
