package io.licensewatch.streams.replay;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A history of which everything that is read is saved, too. */
final class SavingHistory implements History {
    private final History history;
    private final CopyWriter copy;
    private @Nullable Frontier firstRead;

    SavingHistory(History history, CopyWriter copy) {
        this.history = history;
        this.copy = copy;
    }

    /**
     * What was read is a copy.
     *
     * @param reached the last frontier of which all rows have been read
     * @param until end of the range
     */
    void finish(Frontier reached, Instant until) throws IOException {
        copy.finish(history, firstRead == null ? reached : firstRead, until);
    }

    @Override
    public Lanes lanes(Instant from) {
        Lanes lanes = history.lanes(from);
        return new Lanes(
                new Saved(lanes.frontiers()),
                lanes.rows().stream().<Lane>map(Saved::new).toList());
    }

    private final class Saved implements Lane {
        private final Lane lane;

        Saved(Lane lane) {
            this.lane = lane;
        }

        @Override
        public TopicPartition partition() {
            return lane.partition();
        }

        @Override
        public @Nullable SourceRecord next() {
            SourceRecord record = lane.next();
            if (record != null) {
                copy.add(record);
                if (firstRead == null && record.topic().equals(history.topics().frontier())) {
                    firstRead = frontier(record);
                }
            }
            return record;
        }

        private @Nullable Frontier frontier(SourceRecord record) {
            byte[] value = record.value();
            try {
                return value == null ? null : JsonCodec.FRONTIER.decode(value);
            } catch (MalformedRecordException e) {
                return null;
            }
        }
    }

    @Override
    public String place() {
        return history.place();
    }

    @Override
    public String cluster() {
        return history.cluster();
    }

    @Override
    public Instant readAt() {
        return history.readAt();
    }

    @Override
    public Topics topics() {
        return history.topics();
    }

    @Override
    public Optional<Frontier> first() {
        return history.first();
    }

    @Override
    public Optional<Frontier> last() {
        return history.last();
    }

    @Override
    public Optional<Instant> end() {
        return history.end();
    }

    @Override
    public boolean whole() {
        return history.whole();
    }

    @Override
    public long size() {
        return history.size();
    }

    @Override
    public void close() {
        history.close();
    }
}
