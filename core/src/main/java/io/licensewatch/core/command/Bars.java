package io.licensewatch.core.command;

import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Types of commands that did not help an owner recently: a person has to approve further ones. A bar ends when all verdicts on the
 * type were EFFECTIVE for a day, of which there has to be one.
 */
final class Bars {
    static final Duration DAY = Duration.ofHours(24);

    private static final int VERSION = 1;

    /** When the first EFFECTIVE was given since the last thing that did not help; empty before. */
    private final Map<CommandType, Optional<Instant>> goodSince = new EnumMap<>(CommandType.class);

    static Bars read(byte @Nullable [] stored) {
        Bars bars = new Bars();
        if (stored != null) {
            ValueReader in = new ValueReader(stored, VERSION);
            for (long left = in.number(); left > 0; left--) {
                bars.goodSince.put(
                        CommandType.valueOf(in.text()), Optional.ofNullable(TrackedCommandBytes.instant(in)));
            }
        }
        return bars;
    }

    byte[] toBytes() {
        ValueWriter out = new ValueWriter(VERSION).number(goodSince.size());
        goodSince.forEach((type, good) -> {
            out.text(type.name());
            TrackedCommandBytes.instant(good.orElse(null), out);
        });
        return out.toBytes();
    }

    boolean any() {
        return !goodSince.isEmpty();
    }

    boolean has(CommandType type) {
        return goodSince.containsKey(type);
    }

    /** Returns whether the type was not barred before. */
    boolean raise(CommandType type) {
        return goodSince.put(type, Optional.empty()) == null;
    }

    /** One of the type did not help. */
    void worse(CommandType type) {
        goodSince.computeIfPresent(type, (t, good) -> Optional.empty());
    }

    /** One of the type helped. */
    void better(CommandType type, Instant now) {
        goodSince.computeIfPresent(type, (t, good) -> good.isPresent() ? good : Optional.of(now));
    }

    /** Ends those that have been good for long enough; returns when the next may end, {@link Instant#MAX} for never. */
    Instant expire(Instant now) {
        goodSince
                .values()
                .removeIf(good -> good.isPresent() && !good.get().plus(DAY).isAfter(now));
        return goodSince.values().stream()
                .flatMap(Optional::stream)
                .map(good -> good.plus(DAY))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
