package io.licensewatch.streams.replay;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all partitions in the order in which the source committed them, and each frontier after the rows that it covers. So one
 * task of each kind can take the place of all: it reads nothing ahead, and evaluates every frontier.
 */
final class Merge {
    /** As far as stream-app lets rows be ahead of a frontier: what is further away was not written by cdc. */
    private static final long REACH_BYTES = 16L << 30;

    private final Topics topics;
    private final Lane frontiers;
    private final Range range;
    private final Instant end;
    private final Optional<SourcePosition> firstOfAll;
    private final WarmUp warmUp;
    private final FrontierRules rules;
    private final SourcePosition last;
    private final Findings findings;
    private final Arrived arrived = new Arrived();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Head.DELETES_FIRST);
    private final Queue<Step> ready = new ArrayDeque<>();
    private @Nullable Frontier former;
    private @Nullable SourceRecord next;
    private @Nullable Frontier reached;
    private @Nullable Frontier evaluated;
    private boolean ended;

    /** The steps of a range; frontiers before its begin are left out, their rows are not. */
    Merge(History history, Range range, Findings findings) {
        this.topics = history.topics();
        this.range = range;
        this.findings = findings;
        this.warmUp = new WarmUp(range, findings);
        this.end = history.end().filter(time -> time.isBefore(range.until())).orElse(range.until());
        this.firstOfAll = history.whole() ? history.first().map(Frontier::position) : Optional.empty();
        this.rules = new FrontierRules(topics.partitions());
        this.last = history.last().map(Frontier::position).orElse(SourcePosition.START);
        History.Lanes lanes = history.lanes(range.begin());
        this.frontiers = lanes.frontiers();
        lanes.rows().forEach(lane -> new Source(lane).advance());
    }

    /** The next step; null at the end of the range. */
    @Nullable
    Step next() {
        while (ready.isEmpty()) {
            if (reached == null && (ended || !reachFrontier())) {
                return null;
            }
            letOut();
        }
        return ready.remove();
    }

    /** The last frontier that was evaluated: all rows that it covers have been handed over. */
    Optional<Frontier> reached() {
        return Optional.ofNullable(evaluated);
    }

    /** Reads frontiers up to one of the range; those that are refused go on as they are. Returns whether there is one. */
    private boolean reachFrontier() {
        while (true) {
            next = frontiers.next();
            if (next == null) {
                end(null);
                return false;
            }
            Optional<Frontier> frontier = admitted(next);
            if (frontier.isEmpty()) {
                continue;
            }
            Instant time = frontier.get().sourceTime();
            if (time.isAfter(range.until())) {
                end(frontier.get());
                return false;
            }
            boolean inRange = !time.isBefore(range.begin());
            findings.between(former, frontier.get(), inRange);
            former = frontier.get();
            if (inRange) {
                warmUp.evaluated(
                        time, firstOfAll.filter(former.position()::equals).isPresent());
                reached = former;
                evaluated = former;
                return true;
            }
        }
    }

    private void end(@Nullable Frontier after) {
        ended = true;
        findings.ended(former, end, after);
        if (evaluated == null || evaluated.sourceTime().isBefore(range.from())) {
            findings.nothing(range.from(), end);
        }
    }

    private Optional<Frontier> admitted(SourceRecord record) {
        byte[] value = record.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            Frontier frontier = JsonCodec.FRONTIER.decode(value);
            rules.check(frontier, former, Instant.ofEpochMilli(record.timestamp()));
            return Optional.of(frontier);
        } catch (MalformedRecordException e) {
            findings.refused(record, e.reason());
            return Optional.empty();
        }
    }

    /** One row that the frontier covers, or the frontier when there is none left. */
    private void letOut() {
        Frontier frontier = Objects.requireNonNull(reached);
        Head head = heads.peek();
        if (head != null && !head.order().isAfter(frontier.position())) {
            heads.remove();
            if (head.place() != null) {
                String topic = head.record().topic();
                arrived.add(
                        head.place(),
                        topic.endsWith(Frontier.Covered.STANDINGS),
                        topic.equals(topics.tenantless()),
                        head.record().partition());
            }
            ready.add(new Step(head.record(), null));
            head.source().advance();
            return;
        }
        findings.missing(frontier, arrived.missing(frontier));
        // All that it covers has been handed over, of whichever partition: there is one here.
        Frontier whole = frontier.covering(List.of());
        SourceRecord record = Objects.requireNonNull(next);
        ready.add(new Step(
                new SourceRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.key(),
                        JsonCodec.FRONTIER.encode(whole),
                        record.headers()),
                whole));
        reached = null;
    }

    /** A partition of rows. */
    private final class Source {
        private final Lane lane;

        Source(Lane lane) {
            this.lane = lane;
        }

        /** Its next row joins the others. */
        void advance() {
            while (true) {
                SourceRecord record = lane.next();
                if (record == null) {
                    return;
                }
                byte[] value = record.value();
                if (value == null) {
                    continue; // a tombstone follows the delete that it completes
                }
                RowPlace place = RowChangeDecoder.place(value).orElse(null);
                if (place != null && isFar(place.position())) {
                    findings.far(record);
                    continue;
                }
                // What does not say where it is, and rows that were read again, which are behind others of their
                // partition, follow those at once.
                heads.add(new Head(this, record, place, place == null ? SourcePosition.START : place.position()));
                return;
            }
        }
    }

    private boolean isFar(SourcePosition position) {
        return position.epoch() > last.epoch() + 1
                || (position.epoch() == last.epoch()
                        && Math.max(position.lsn(), position.previousCommit())
                                > Math.max(last.lsn(), last.previousCommit()) + REACH_BYTES);
    }

    /**
     * The first row of a partition that has not been handed over.
     *
     * @param place null where the row does not say which it is
     */
    private record Head(
            Source source, SourceRecord record, @Nullable RowPlace place, SourcePosition order) {
        /** A row that moves to another tenant is deleted there and created here under one position. */
        static final Comparator<Head> DELETES_FIRST = Comparator.comparing(Head::order)
                .thenComparing((one, other) -> Boolean.compare(!one.isDelete(), !other.isDelete()));

        private boolean isDelete() {
            byte[] value = record.value();
            try {
                return value != null
                        && RowChangeDecoder.decode(record.key(), value).op() == RowChange.Op.DELETE;
            } catch (MalformedRecordException e) {
                return false;
            }
        }
    }
}
