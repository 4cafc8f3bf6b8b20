package io.licensewatch.core.frontier;

import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The frontier that a task has reached. It is the task's only clock, and is durable. */
public final class TaskClock {
    private final KeyValues store;
    private @Nullable Frontier frontier;
    private SourcePosition position = SourcePosition.START;

    public TaskClock(KeyValues store) {
        this.store = store;
        byte[] stored = store.get(TaskKeys.clock());
        if (stored != null) {
            try {
                set(JsonCodec.FRONTIER.decode(stored));
            } catch (MalformedRecordException e) {
                throw new IllegalStateException("the stored frontier cannot be read", e);
            }
        }
    }

    private void set(Frontier next) {
        frontier = next;
        position = next.position();
    }

    /** Advances to a frontier. Returns false if it is not newer. */
    public boolean advance(Frontier next) {
        if (!next.position().isAfter(position)) {
            return false;
        }
        set(next);
        store.put(TaskKeys.clock(), JsonCodec.FRONTIER.encode(next));
        return true;
    }

    public @Nullable Frontier frontier() {
        return frontier;
    }

    /** The frontier that the task has reached; only after it has reached one. */
    public Frontier present() {
        return Objects.requireNonNull(frontier, "no frontier has been reached");
    }

    public SourcePosition position() {
        return position;
    }

    /** Source time; {@link Instant#MIN} before the first frontier. */
    public Instant now() {
        return frontier == null ? Instant.MIN : frontier.sourceTime();
    }

    /** Whether the snapshot is complete at this frontier, so that state may be evaluated. */
    public boolean open() {
        return frontier != null && frontier.snapshotComplete();
    }
}
