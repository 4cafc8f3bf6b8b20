package io.licensewatch.core.alert;

import io.licensewatch.core.alert.AlertState.Open;
import io.licensewatch.core.alert.AlertState.Opening;
import io.licensewatch.core.alert.AlertState.Quiet;
import io.licensewatch.core.remedy.IssuedCommand;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of an alert, and its bytes: the kind of state, the part that every evaluation needs, then the part
 * that only a change needs.
 *
 * @param issued what was asked of the worker in the present episode
 */
record AlertRecord(AlertState state, List<IssuedCommand> issued) {
    private static final int VERSION = 1;
    private static final int QUIET = 0;
    private static final int OPENING = 1;
    private static final int OPEN = 2;

    AlertRecord {
        issued = List.copyOf(issued);
    }

    static AlertRecord read(byte @Nullable [] stored) {
        if (stored == null) {
            return new AlertRecord(Quiet.FRESH, List.of());
        }
        ValueReader in = new ValueReader(stored, VERSION);
        int kind = (int) in.number();
        return switch (kind) {
            case QUIET -> new AlertRecord(new Quiet((int) in.number(), Parts.readInstant(in)), List.of());
            case OPENING ->
                new AlertRecord(
                        new Opening((int) in.number(), Parts.readInstant(in), in.flag(), Parts.readInstant(in)),
                        List.of());
            case OPEN -> readOpen(in);
            default -> throw new IllegalStateException("stored alert is of unknown kind " + kind);
        };
    }

    private static AlertRecord readOpen(ValueReader in) {
        Pending pending = Parts.readPending(in);
        Instant openedAt = Parts.readInstant(in);
        Condition condition = Parts.readCondition(in);
        int episode = (int) in.number();
        int sequence = (int) in.number();
        PublishedAlert published = Parts.readPublished(condition, in);
        return new AlertRecord(new Open(episode, sequence, openedAt, published, pending), IssuedCommandParts.read(in));
    }

    /** Null when no alert is open. */
    static @Nullable OpenHead readHead(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        if (in.number() != OPEN) {
            return null;
        }
        boolean settled = Parts.readPending(in) == null;
        Instant openedAt = Parts.readInstant(in);
        return new OpenHead(Parts.readCondition(in), openedAt, settled);
    }

    /** Null when there is nothing to remember: an alert that never opened and does not begin to. */
    byte @Nullable [] toBytes() {
        if (state.equals(Quiet.FRESH)) {
            return null;
        }
        ValueWriter out = new ValueWriter(VERSION);
        if (state instanceof Open open) {
            writeOpen(open, out);
        } else if (state instanceof Opening opening) {
            out.number(OPENING).number(opening.episode());
            Parts.writeInstant(opening.since(), out);
            out.flag(opening.seeded());
            Parts.writeInstant(opening.retireAt(), out);
        } else if (state instanceof Quiet quiet) {
            out.number(QUIET).number(quiet.episode());
            Parts.writeInstant(quiet.retireAt(), out);
        }
        return out.toBytes();
    }

    private void writeOpen(Open open, ValueWriter out) {
        out.number(OPEN);
        Parts.writePending(open.pending(), out);
        Parts.writeInstant(open.openedAt(), out);
        Parts.writeCondition(open.published().condition(), out);
        out.number(open.episode()).number(open.sequence());
        Parts.writePublished(open.published(), out);
        IssuedCommandParts.write(issued, out);
    }
}
