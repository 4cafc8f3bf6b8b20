package io.licensewatch.cdc.progress;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of a slot's stream is in the topics. It is written in the same Kafka transaction as the rows it speaks of, so it
 * is never ahead of them nor behind.
 *
 * @param slot the replication slot, also the record key
 * @param system the Postgres cluster's system identifier and database, so that progress is not taken for another database's
 * @param epoch number of the snapshot, from 1
 * @param snapshotComplete whether all of the snapshot's rows are written
 * @param snapshotStartedAt the database's clock when the snapshot began
 * @param snapshotRows how many of the snapshot's rows are written
 * @param position the last event written; null until the first streamed one
 * @param confirmable the LSN up to which the slot may be confirmed, as Postgres prints it; null until the first streamed event
 * @param tables what is watched, by {@code schema.table}; empty when an earlier version wrote it, which did not know
 * @param resyncs what was or is to be read anew
 * @param uncovered the partitions that have been written since the last frontier, for the next one to name
 * @param timeline the server's timeline; null when an earlier version wrote it, which did not know
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Progress(
        String slot,
        String system,
        int epoch,
        boolean snapshotComplete,
        Instant snapshotStartedAt,
        long snapshotRows,
        @Nullable Position position,
        @Nullable String confirmable,
        Map<String, Watched> tables,
        Resyncs resyncs,
        List<Frontier.Covered> uncovered,
        @Nullable Integer timeline) {
    /** Stands before the number of a table's key in its membership. */
    public static final String KEY = " #";
    /** Precedes the number of the foreign key that refers to a table which seats rest on. */
    public static final String HELD = " held by ";

    public Progress {
        tables = tables == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tables));
        resyncs = resyncs == null ? Resyncs.NONE : resyncs;
        uncovered = uncovered == null ? List.of() : List.copyOf(uncovered);
    }

    /** Of which tables is not known. */
    public Progress(
            String slot,
            String system,
            int epoch,
            boolean snapshotComplete,
            Instant snapshotStartedAt,
            long snapshotRows,
            @Nullable Position position,
            @Nullable String confirmable) {
        this(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                position,
                confirmable,
                Map.of(),
                Resyncs.NONE,
                List.of(),
                null);
    }

    /**
     * A watched table.
     *
     * @param membership tells whether it has left the publication and come back, or got another key; ends with the
     *     key's number; see {@code WatchedTables}
     * @param whole whether every row of it is in its topic; one that joined later is not at first
     * @param partitions of a partitioned table, what its rows in the topic are from; see {@code PartitionTrees}. Null of another
     *     one, and when an earlier version wrote it
     */
    public record Watched(
            String membership, boolean whole, @Nullable String partitions) {
        public Watched(String membership, boolean whole) {
            this(membership, whole, null);
        }

        /** One that an earlier version wrote ends before the key's number, and is taken to be of the same key. */
        private boolean isOf(String now) {
            return now.equals(membership) || now.startsWith(membership + KEY);
        }
    }

    /**
     * The place of an event in the stream, in a form that survives a restart.
     *
     * @param previousCommit LSN of the commit delivered before the event's transaction
     * @param txId the event's transaction
     * @param lsn the event's LSN
     * @param count the number of this transaction's events at this LSN, this one included: a multi-row statement can log many
     *     rows under one LSN
     * @param committedAt when the transaction was committed, in ms since 1970; null when an earlier version wrote it
     * @param table what the event is about, {@code schema.table}; null for a message, and when an earlier version wrote it
     */
    public record Position(
            String previousCommit,
            long txId,
            String lsn,
            int count,
            @Nullable Long committedAt,
            @Nullable String table) {
        public Position(String previousCommit, long txId, String lsn, int count) {
            this(previousCommit, txId, lsn, count, null, null);
        }

        public long previousCommitLsn() {
            return Lsn.parse(previousCommit);
        }

        long eventLsn() {
            return Lsn.parse(lsn);
        }
    }

    /** The state before the first row of a snapshot. */
    public static Progress snapshotBegins(String slot, String system, int epoch, Instant startedAt) {
        return new Progress(slot, system, epoch, false, startedAt, 0, null, null);
    }

    /**
     * The progress that a run starts from which watches these tables: those that joined are to be read anew, those that left
     * are forgotten. Without a table that seats rest on, everything in it would count as live: nothing is evaluated until it is read. A new snapshot, or a progress that does not know its tables, takes them as they are.
     *
     * @param memberships by {@code schema.table}
     */
    public Progress watching(Map<String, String> memberships) {
        return watching(memberships, Map.of());
    }

    /**
     * The same where some are partitioned.
     *
     * @param partitions of these as they are before any row is read, by {@code schema.table}
     */
    public Progress watching(Map<String, String> memberships, Map<String, String> partitions) {
        Map<String, Watched> watched = new TreeMap<>();
        List<String> joined = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        memberships.forEach((table, membership) -> {
            Watched before =
                    tables.getOrDefault(table, new Watched(tables.isEmpty() ? membership : "", tables.isEmpty()));
            boolean same = before.isOf(membership);
            // What is read from now on has them, or a later change. Rows that are there already are from what they
            // were.
            String from = same && snapshotComplete ? before.partitions() : partitions.get(table);
            watched.put(table, new Watched(membership, same && before.whole(), from));
            if (!same) {
                (before.whole() && membership.contains(HELD) ? changed : joined).add(table);
            }
        });
        Resyncs kept = resyncs.keeping(watched::containsKey);
        // What was written of these before may be in a topic that is gone; a frontier that names it would be waited for
        // in vain.
        Set<String> begun = Stream.concat(joined.stream(), changed.stream())
                .map(Progress::plain)
                .collect(Collectors.toSet());
        List<Frontier.Covered> readable = uncovered.stream()
                .filter(rows -> !begun.contains(plain(rows.sourceTable())))
                .toList();
        kept = joined.isEmpty() ? kept : kept.joining(joined);
        return leaving(readable).with(watched, changed.isEmpty() ? kept : kept.changing(changed));
    }

    /** Without the schema, which in topics may be another than in this database. */
    private static String plain(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    /** Of a start before which these have been written; a snapshot's first frontier names them as any other would. */
    public Progress leaving(List<Frontier.Covered> written) {
        return new Progress(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                position,
                confirmable,
                tables,
                resyncs,
                written,
                timeline);
    }

    /** Of a start on this timeline of the server. */
    public Progress on(int serverTimeline) {
        return new Progress(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                position,
                confirmable,
                tables,
                resyncs,
                uncovered,
                serverTimeline);
    }

    /** Everything up to there was in the server's log when it was written; 0 while nothing was streamed. */
    public long reached() {
        long event = position == null ? 0 : position.eventLsn();
        long confirmed = confirmable == null ? 0 : Lsn.parse(confirmable);
        return Long.compareUnsigned(event, confirmed) > 0 ? event : confirmed;
    }

    public Progress with(Map<String, Watched> newTables, Resyncs newResyncs) {
        return new Progress(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                position,
                confirmable,
                newTables,
                newResyncs,
                uncovered,
                timeline);
    }

    /** The tables of which every row is in its topic, once the snapshot is complete; sorted. */
    public List<String> wholeTables() {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().whole())
                .map(Map.Entry::getKey)
                .toList();
    }

    public byte[] key() {
        return slot.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] encode() {
        try {
            return Json.MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the progress as JSON", e);
        }
    }

    public static Progress decode(byte[] json) {
        try {
            return Json.MAPPER.readValue(json, Progress.class);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the progress record is not understood; was it written by a newer version? " + e.getMessage(), e);
        }
    }
}
