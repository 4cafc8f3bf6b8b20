package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Frontiers that wait, in order; durable. The first is asked for again and again, and decoded once. */
final class FrontierLine {
    private final WaitingLine line;
    private @Nullable Waiting first;
    /** Whether it is the first; otherwise that is to be read. */
    private boolean known;

    FrontierLine(KeyValues store) {
        this.line = new WaitingLine(store);
    }

    /** @param json as it was encoded when it came */
    record Waiting(Frontier frontier, String json) {}

    void add(Frontier frontier) {
        line.add(frontier.position(), WaitingLine.Item.of(new byte[0], JsonCodec.FRONTIER.encode(frontier)));
        known &= first != null && !first.frontier().position().isAfter(frontier.position());
    }

    Optional<Waiting> first() {
        if (!known) {
            first = line.first().map(FrontierLine::decode).orElse(null);
            known = true;
        }
        return Optional.ofNullable(first);
    }

    void removeFirst() {
        first().ifPresent(waiting -> line.release(waiting.frontier().position(), 1));
        known = false;
    }

    private static Waiting decode(WaitingLine.Entry entry) {
        try {
            return new Waiting(
                    JsonCodec.FRONTIER.decode(entry.item().valueBytes()),
                    entry.item().value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a frontier that waits was understood when it came", e);
        }
    }
}
