package io.licensewatch.core.alert;

import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of what an alert's state consists of. Enums are stored by name: their order may change, names may not. */
final class Parts {
    private Parts() {}

    static void writeInstant(Instant instant, ValueWriter out) {
        out.flag(instant.equals(Instant.MAX));
        if (!instant.equals(Instant.MAX)) {
            out.number(instant.getEpochSecond()).number(instant.getNano());
        }
    }

    static Instant readInstant(ValueReader in) {
        return in.flag() ? Instant.MAX : Instant.ofEpochSecond(in.number(), in.number());
    }

    static void writePending(@Nullable Pending pending, ValueWriter out) {
        out.flag(pending != null);
        if (pending != null) {
            out.text(pending.direction().name());
            writeInstant(pending.since(), out);
            out.optionalText(pending.mark());
        }
    }

    static @Nullable Pending readPending(ValueReader in) {
        return in.flag() ? new Pending(Direction.valueOf(in.text()), readInstant(in), in.optionalText()) : null;
    }

    static void writeCondition(Condition condition, ValueWriter out) {
        out.text(condition.stage())
                .number(condition.rank())
                .text(condition.severity().name())
                .text(condition.level().name())
                .text(condition.fingerprint());
    }

    static Condition readCondition(ValueReader in) {
        return new Condition(
                in.text(), (int) in.number(), Severity.valueOf(in.text()), Level.valueOf(in.text()), in.text());
    }

    /** Without the condition, which is stored apart. */
    static void writePublished(PublishedAlert published, ValueWriter out) {
        out.texts(published.routes().stream().map(Route::name).toList())
                .text(published.summary())
                .number(published.measurement().value())
                .number(published.measurement().threshold())
                .text(published.measurement().unit())
                .number(published.affectedUsers())
                .text(JsonObject.write(published.details()));
        writeEvidence(published.evidence(), out);
    }

    static PublishedAlert readPublished(Condition condition, ValueReader in) {
        return new PublishedAlert(
                condition,
                in.texts().stream().map(Route::valueOf).toList(),
                in.text(),
                new Measurement(in.number(), in.number(), in.text()),
                in.number(),
                JsonObject.read(in.text()),
                readEvidence(in));
    }

    /** A number below zero says that commands are named. */
    private static void writeEvidence(List<Evidence> evidence, ValueWriter out) {
        boolean named = evidence.stream().anyMatch(row -> row.commandId() != null);
        out.number(named ? -evidence.size() : evidence.size());
        for (Evidence row : evidence) {
            out.text(row.table()).text(row.key()).text(row.lsn());
            writeInstant(row.committedAt(), out);
            if (named) {
                out.optionalText(row.commandId());
            }
        }
    }

    private static List<Evidence> readEvidence(ValueReader in) {
        int number = (int) in.number();
        int size = Math.abs(number);
        List<Evidence> evidence = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            evidence.add(new Evidence(
                    in.text(), in.text(), in.text(), readInstant(in), number < 0 ? in.optionalText() : null));
        }
        return evidence;
    }
}
