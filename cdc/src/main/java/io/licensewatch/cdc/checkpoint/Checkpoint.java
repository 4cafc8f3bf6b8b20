package io.licensewatch.cdc.checkpoint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.TableName;
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
 * How much of a slot's stream is in the topics. It is written in the same Kafka transaction as the rows it covers, so it
 * is neither ahead of them nor behind.
 *
 * @param slot the replication slot, also the record key
 * @param system the Postgres cluster's system identifier and database. A checkpoint of another database is refused
 * @param epoch number of the snapshot, from 1
 * @param snapshotComplete whether all of the snapshot's rows are written
 * @param snapshotStartedAt the database's clock when the snapshot began
 * @param snapshotRows how many of the snapshot's rows are written
 * @param lastEvent the last event written; null until the first streamed one
 * @param confirmable the LSN up to which the slot may be confirmed, as Postgres prints it; null until the first streamed event
 * @param tables the watched tables, by {@code schema.table}; empty when an earlier version wrote it
 * @param resyncs incremental snapshots: requested, running and done
 * @param uncovered the partitions written since the last frontier; the next frontier names them
 * @param timeline the server's timeline; null when an earlier version wrote it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Checkpoint(
        String slot,
        String system,
        int epoch,
        boolean snapshotComplete,
        Instant snapshotStartedAt,
        long snapshotRows,
        @Nullable LastEvent lastEvent,
        @Nullable String confirmable,
        Map<String, Watched> tables,
        Resyncs resyncs,
        List<Frontier.Covered> uncovered,
        @Nullable Integer timeline) {
    /** Precedes the number of a table's key in its membership. */
    public static final String KEY = " #";
    /** Precedes the number of the foreign key that refers to a table which seats rest on. */
    public static final String HELD = " held by ";

    public Checkpoint {
        tables = tables == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tables));
        resyncs = resyncs == null ? Resyncs.NONE : resyncs;
        uncovered = uncovered == null ? List.of() : List.copyOf(uncovered);
    }

    /** Without the watched tables. */
    public Checkpoint(
            String slot,
            String system,
            int epoch,
            boolean snapshotComplete,
            Instant snapshotStartedAt,
            long snapshotRows,
            @Nullable LastEvent lastEvent,
            @Nullable String confirmable) {
        this(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                lastEvent,
                confirmable,
                Map.of(),
                Resyncs.NONE,
                List.of(),
                null);
    }

    /**
     * A watched table.
     *
     * @param membership changes when the table leaves the publication and returns, or gets another key; ends with the
     *     key's number; see {@code WatchedTables}
     * @param whole whether all its rows are in its topic; a table that joined later is incomplete at first
     * @param partitions of a partitioned table, where its rows in the topic come from; see {@code PartitionTrees}. Null of another
     *     one, and when an earlier version wrote it
     */
    public record Watched(
            String membership, boolean whole, @Nullable String partitions) {
        public Watched(String membership, boolean whole) {
            this(membership, whole, null);
        }

        /** A membership that an earlier version wrote has no key number; the same key is assumed. */
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
    public record LastEvent(
            String previousCommit,
            long txId,
            String lsn,
            int count,
            @Nullable Long committedAt,
            @Nullable String table) {
        public LastEvent(String previousCommit, long txId, String lsn, int count) {
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
    public static Checkpoint snapshotBegins(String slot, String system, int epoch, Instant startedAt) {
        return new Checkpoint(slot, system, epoch, false, startedAt, 0, null, null);
    }

    /**
     * The checkpoint from which a run starts that watches these tables. Tables that joined are read again; those that left
     * are dropped. Without a table that seats depend on, all its rows would count as live, so nothing is evaluated until it is
     * read. A new snapshot, or a checkpoint without tables, takes them as they are.
     *
     * @param memberships by {@code schema.table}
     */
    public Checkpoint watching(Map<String, String> memberships) {
        return watching(memberships, Map.of());
    }

    /**
     * The same where some are partitioned.
     *
     * @param partitions of these as they are before any row is read, by {@code schema.table}
     */
    public Checkpoint watching(Map<String, String> memberships, Map<String, String> partitions) {
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
                .map(Checkpoint::plain)
                .collect(Collectors.toSet());
        List<Frontier.Covered> readable = uncovered.stream()
                .filter(rows -> !begun.contains(plain(rows.sourceTable())))
                .toList();
        kept = joined.isEmpty() ? kept : kept.joining(joined);
        return leaving(readable).with(watched, changed.isEmpty() ? kept : kept.changing(changed));
    }

    /** Without the schema, which in topics may be another than in this database. */
    private static String plain(String table) {
        return TableName.parse(table).table();
    }

    /** Of a start before which these have been written; a snapshot's first frontier names them as any other would. */
    public Checkpoint leaving(List<Frontier.Covered> written) {
        return new Checkpoint(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                lastEvent,
                confirmable,
                tables,
                resyncs,
                written,
                timeline);
    }

    /** Of a start on this timeline of the server. */
    public Checkpoint on(int serverTimeline) {
        return new Checkpoint(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                lastEvent,
                confirmable,
                tables,
                resyncs,
                uncovered,
                serverTimeline);
    }

    /** Everything up to there was in the server's log when it was written; 0 while nothing was streamed. */
    public long reached() {
        long event = lastEvent == null ? 0 : lastEvent.eventLsn();
        long confirmed = confirmable == null ? 0 : Lsn.parse(confirmable);
        return Long.compareUnsigned(event, confirmed) > 0 ? event : confirmed;
    }

    public Checkpoint with(Map<String, Watched> newTables, Resyncs newResyncs) {
        return new Checkpoint(
                slot,
                system,
                epoch,
                snapshotComplete,
                snapshotStartedAt,
                snapshotRows,
                lastEvent,
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
            throw new IllegalStateException("cannot write the checkpoint as JSON", e);
        }
    }

    public static Checkpoint decode(byte[] json) {
        try {
            return Json.MAPPER.readValue(json, Checkpoint.class);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the checkpoint record is not understood; was it written by a newer version? " + e.getMessage(), e);
        }
    }
}
