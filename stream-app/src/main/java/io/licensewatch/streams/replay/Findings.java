package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a reader has to know of a history to judge the result of its replay. */
final class Findings {
    /** cdc writes one each second. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final int KEPT = 20;

    /** Of the whole answer. */
    private final List<String> limits = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private final AtomicLong deadLetters = new AtomicLong();
    private long more;
    private long far;
    private long refused;

    /** @param inRange whether the replay evaluates the second */
    void between(@Nullable Frontier former, Frontier next, boolean inRange) {
        if (former == null || !inRange) {
            return;
        }
        if (next.epoch() != former.epoch()) {
            note("a new snapshot of the source (epoch " + next.epoch() + ") began after " + former.sourceTime()
                    + ": what was lost before it is not known");
        } else if (isLong(former.sourceTime(), next.sourceTime())) {
            note("no frontier between " + former.sourceTime() + " and " + next.sourceTime()
                    + ": cdc did not run, or the topic lost some; nothing is evaluated between them");
        }
    }

    /** Too long for two frontiers in a row. */
    static boolean isLong(Instant former, Instant next) {
        return Duration.between(former, next).compareTo(LONG) > 0;
    }

    /**
     * The range has ended.
     *
     * @param former the last frontier that was read of it, or before it
     * @param after the first one after it; null where the history ends
     */
    void ended(@Nullable Frontier former, Instant until, @Nullable Frontier after) {
        if (former == null || !former.sourceTime().isBefore(until)) {
            return;
        }
        Instant next = after == null ? until : after.sourceTime();
        if (isLong(former.sourceTime(), next)) {
            limit(
                    "no frontier between " + former.sourceTime() + " and " + next
                            + ": cdc did not run, or the topic lost some; nothing is evaluated from there to the end of the range");
        }
    }

    /** Not even one frontier was evaluated in the range. */
    void nothing(Instant from, Instant until) {
        limit("nothing was evaluated: there is no frontier from " + from + " until " + until
                + ". That nothing differs says nothing; choose a range with frontiers");
    }

    void missing(Frontier frontier, List<Frontier.Covered> rows) {
        if (!rows.isEmpty()) {
            Frontier.Covered one = rows.get(0);
            note("rows are missing: the frontier of " + frontier.sourceTime() + " covers rows of " + one.table()
                    + (one.tenantless() ? " without a tenant" : "") + ", partition " + one.partition() + ", until "
                    + one.lsn() + (rows.size() > 1 ? " and of " + (rows.size() - 1) + " more partitions" : "")
                    + " that the topics do not hold; what follows may differ from what was");
        }
    }

    void refused(SourceRecord record, String reason) {
        if (refused++ == 0) {
            note("the frontier at offset " + record.offset() + " is refused, as stream-app does: " + reason);
        }
    }

    void far(SourceRecord record) {
        if (far++ == 0) {
            note("the record at offset " + record.offset() + " of " + record.topic() + ", partition "
                    + record.partition() + ", is far beyond the last frontier and left out: cdc did not write it");
        }
    }

    void deadLetters(long records) {
        deadLetters.accumulateAndGet(records, Math::max);
    }

    void limit(String words) {
        limits.add(words);
    }

    private void note(String words) {
        if (notes.size() < KEPT) {
            notes.add(words);
        } else {
            more++;
        }
    }

    List<String> notes() {
        List<String> all = new ArrayList<>(limits);
        all.addAll(notes);
        if (more > 0) {
            all.add(more + " more like these");
        }
        if (deadLetters.get() > 0) {
            all.add(deadLetters.get() + " records cannot be understood; stream-app makes dead letters of them");
        }
        return all;
    }
}
