package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.encode.RowEncoder;
import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.schemas.topic.Topics;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The Kafka records of row changes. */
final class RowRecords {
    private final RowEncoder encoder = new RowEncoder();
    private final Routing routing;
    private final OldRows oldRows;
    private final int maxBytes;

    RowRecords(Topics topics, OldRows oldRows) {
        this.maxBytes = topics.maxRecordBytes();
        this.routing = new Routing(topics, encoder);
        this.oldRows = oldRows;
    }

    void nextBatch() {
        oldRows.nextBatch();
    }

    /** The row's key, whatever its destination. */
    byte[] key(CapturedTable table, Struct row) {
        return encoder.key(table, row);
    }

    /**
     * The records of one event, in order.
     *
     * @throws UnfitSourceException when a record is too large. Leaving it out would lose a change
     */
    void of(
            CapturedTable table,
            SourceEvent event,
            SourceStamp stamp,
            long timestamp,
            Consumer<ProducerRecord<byte[], byte[]>> out) {
        Emission emission = new Emission(table, stamp, timestamp, out);
        if (event.isTruncate()) {
            byte[] envelope = encoder.envelope(table, "t", null, null, stamp);
            routing.everywhere(table).forEach(place -> emission.add(place, envelope));
        } else {
            emission.change(event);
            emission.standing(event.op(), event.before(), event.after());
        }
    }

    /** Writes a row again that has the key of a deleted row. */
    void again(
            CapturedTable table,
            Struct row,
            SourceStamp stamp,
            long timestamp,
            Consumer<ProducerRecord<byte[], byte[]>> out) {
        Emission emission = new Emission(table, stamp, timestamp, out);
        emission.add(routing.of(table, row), encoder.envelope(table, "c", null, row, stamp));
        emission.standing("c", null, row);
    }

    private UnfitSourceException tooLarge(CapturedTable table, long bytes) {
        String setting = CommonSettings.TOPICS_MAX_RECORD_BYTES.name();
        return new UnfitSourceException(List.of(CheckResult.fail(
                "table " + table.name(),
                "a change of a row (key: " + String.join(", ", table.keyColumns()) + ") makes a record of " + bytes
                        + " bytes, more than " + setting + " = " + maxBytes,
                "raise it in every process, and cdc continues with that row; or make the row smaller and start once with"
                        + " --resync")));
    }

    private final class Emission {
        private final CapturedTable table;
        private final SourceStamp stamp;
        private final long timestamp;
        private final Consumer<ProducerRecord<byte[], byte[]>> out;

        Emission(CapturedTable table, SourceStamp stamp, long timestamp, Consumer<ProducerRecord<byte[], byte[]>> out) {
            this.table = table;
            this.stamp = stamp;
            this.timestamp = timestamp;
            this.out = out;
        }

        void change(SourceEvent event) {
            Struct before = event.before();
            Struct after = event.after();
            Destination from = before == null ? null : routing.of(table, before);
            Destination to = after == null ? null : routing.of(table, after);
            requireOldRow(event, before);
            if (from != null && to != null && table.needsFullIdentity() && moves(event, from, to)) {
                delete(from, before);
                add(to, encoder.envelope(table, "c", null, after, stamp));
            } else if (to != null) {
                add(to, encoder.envelope(table, event.op(), before, after, stamp));
            } else if (from != null) {
                delete(from, before);
            }
        }

        /** The second record of the row, for other tenants. */
        void standing(String op, @Nullable Struct before, @Nullable Struct after) {
            Destination from =
                    before == null ? null : routing.standing(table, before).orElse(null);
            Destination to =
                    after == null ? null : routing.standing(table, after).orElse(null);
            if (from != null && !from.equals(to)) {
                add(from, encoder.standing(table, "d", before, null, stamp));
                add(from, null);
            }
            if (to != null) {
                boolean moved = from != null && !from.equals(to);
                add(to, encoder.standing(table, moved ? "c" : op, moved ? null : before, after, stamp));
            }
        }

        /** Two tenants may share a partition: a reader would update the row of the new tenant only. */
        private boolean moves(SourceEvent event, Destination from, Destination to) {
            return !from.equals(to) || !routing.sameTenant(table, event.before(), event.after());
        }

        /** If only the key of the old row is logged, updates have no old row and deletes no tenant. */
        private void requireOldRow(SourceEvent event, @Nullable Struct before) {
            boolean incomplete = before == null ? event.op().equals("u") : !routing.hasTenant(table, before);
            if (incomplete && table.needsFullIdentity()) {
                oldRows.require(table);
            }
        }

        /** The change for readers, then the tombstone for compaction. */
        private void delete(Destination place, @Nullable Struct before) {
            add(place, encoder.envelope(table, "d", before, null, stamp));
            add(place, null);
        }

        private void add(Destination place, byte @Nullable [] value) {
            long bytes = place.key().length + (value == null ? 0L : value.length);
            if (bytes > maxBytes) {
                throw tooLarge(table, bytes);
            }
            out.accept(new ProducerRecord<>(place.topic(), place.partition(), timestamp, place.key(), value));
        }
    }
}
