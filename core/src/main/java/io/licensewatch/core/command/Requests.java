package io.licensewatch.core.command;

import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.remedy.Requested;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests of operators. Each becomes a command at the next evaluation, once: the first of an action id counts, and it is remembered
 * for as long as it could come again and be wanted.
 */
public final class Requests {
    private static final int VERSION = 1;
    /** How far the clock of who requests may be from the source's. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private final KeyValues store;
    private final RemedySettings settings;

    /** @param store of the owner's commands */
    public Requests(KeyValues store, RemedySettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Takes one.
     *
     * @param now source time; {@link Instant#MIN} when none is known
     * @return whether it is new, and will become a command
     * @throws MalformedRecordException when it cannot be carried out
     */
    public boolean take(OperatorAction action, Instant now) throws MalformedRecordException {
        Requested.check(action);
        byte[] key = CommandKeys.request(action.actionId());
        if (store.get(key) != null) {
            return false;
        }
        boolean known = !now.equals(Instant.MIN);
        if (known && action.at().isAfter(now.plus(CLOCKS_APART))) {
            throw new MalformedRecordException("it is of " + action.at() + ", and the source's time is " + now);
        }
        if (known && !Requested.wantedUntil(action, settings).isAfter(now)) {
            return false; // its deadline has passed
        }
        store.put(key, pending(action));
        return true;
    }

    private byte[] pending(OperatorAction action) {
        ValueWriter out = new ValueWriter(VERSION);
        TrackedCommandBytes.instant(Requested.wantedUntil(action, settings).plus(CLOCKS_APART), out);
        return out.optionalText(new String(JsonCodec.ACTION.encode(action), StandardCharsets.UTF_8))
                .toBytes();
    }

    private record Stored(
            byte[] key, Instant until, @Nullable String action) {}

    /**
     * Makes commands of those that wait.
     *
     * @param open alerts of the owner that are open
     * @return when the next is to be forgotten; {@link Instant#MAX} for never
     */
    public Instant issue(CommandBook book, List<Requested.Open> open, Instant now, Consumer<RemediationCommand> sent) {
        Instant next = Instant.MAX;
        for (Stored one : stored()) {
            if (one.action() != null) {
                if (one.until().minus(CLOCKS_APART).isAfter(now)) { // else it arrived before any source time was known
                    sent.accept(Requested.command(read(one.action()), open, now, settings, book));
                }
                store.put(one.key(), done(one.until()));
            }
            if (!one.until().isAfter(now)) {
                store.delete(one.key());
            } else if (one.until().isBefore(next)) {
                next = one.until();
            }
        }
        return next;
    }

    private List<Stored> stored() {
        List<Stored> all = new ArrayList<>();
        byte[] from = CommandKeys.allRequests();
        store.scan(from, KeyWriter.after(from), (key, value) -> {
            ValueReader in = new ValueReader(value, VERSION);
            Instant until = Objects.requireNonNull(TrackedCommandBytes.instant(in), "written with it");
            return all.add(new Stored(key, until, in.optionalText()));
        });
        return all;
    }

    private static byte[] done(Instant until) {
        ValueWriter out = new ValueWriter(VERSION);
        TrackedCommandBytes.instant(until, out);
        return out.optionalText(null).toBytes();
    }

    private static OperatorAction read(String json) {
        try {
            return JsonCodec.ACTION.decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a request that waits could be read when it arrived", e);
        }
    }
}
