package io.licensewatch.core.command;

import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes of what is remembered of a command. Enums are stored by name: their order may change, names may not. */
final class TrackedCommandBytes {
    private static final int VERSION = 1;

    private TrackedCommandBytes() {}

    static byte[] write(TrackedCommand one) {
        ValueWriter out = new ValueWriter(VERSION)
                .text(one.commandId())
                .text(one.type().name())
                .text(one.target())
                .text(one.alertId())
                .text(one.eventId());
        VerifyBy verifyBy = one.verifyBy();
        out.flag(verifyBy != null);
        if (verifyBy != null) {
            out.text(verifyBy.rule())
                    .text(verifyBy.subject())
                    .number(verifyBy.hold().toMillis());
        }
        instant(one.openedAt().equals(Instant.MAX) ? null : one.openedAt(), out);
        out.texts(one.items())
                .number(one.attempt())
                .text(one.mode().name())
                .text(one.origin().name());
        instant(one.issuedAt(), out);
        instant(one.deadline(), out);
        out.number(one.extensionDays());
        progress(one.progress(), out);
        return out.toBytes();
    }

    private static void progress(Progress progress, ValueWriter out) {
        out.optionalText(progress.state() == null ? null : progress.state().name())
                .optionalText(progress.reason())
                .number(progress.number())
                .number(progress.effectiveLsn());
        instant(progress.finishedAt(), out);
        instant(progress.seenFrom(), out);
        instant(progress.goneSince(), out);
        out.optionalText(progress.effect() == null ? null : progress.effect().name())
                .number(progress.verdicts());
        instant(progress.endedAt(), out);
        instant(progress.leaseUntil(), out);
        out.flag(progress.leaseEnded());
    }

    static TrackedCommand read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        return new TrackedCommand(
                in.text(),
                CommandType.valueOf(in.text()),
                in.text(),
                in.text(),
                in.text(),
                in.flag() ? new VerifyBy(in.text(), in.text(), Duration.ofMillis(in.number())) : null,
                orNever(instant(in)),
                in.texts(),
                (int) in.number(),
                CommandMode.valueOf(in.text()),
                CommandOrigin.valueOf(in.text()),
                present(instant(in)),
                present(instant(in)),
                (int) in.number(),
                readProgress(in));
    }

    private static Progress readProgress(ValueReader in) {
        String state = in.optionalText();
        String reason = in.optionalText();
        int number = (int) in.number();
        long effectiveLsn = in.number();
        Instant finishedAt = instant(in);
        Instant seenFrom = instant(in);
        Instant goneSince = instant(in);
        String effect = in.optionalText();
        return new Progress(
                state == null ? null : CommandState.valueOf(state),
                reason,
                number,
                effectiveLsn,
                finishedAt,
                seenFrom,
                goneSince,
                effect == null ? null : Effect.valueOf(effect),
                (int) in.number(),
                instant(in),
                instant(in),
                in.flag());
    }

    static void instant(@Nullable Instant instant, ValueWriter out) {
        out.flag(instant != null);
        if (instant != null) {
            out.number(instant.getEpochSecond()).number(instant.getNano());
        }
    }

    static @Nullable Instant instant(ValueReader in) {
        return in.flag() ? Instant.ofEpochSecond(in.number(), in.number()) : null;
    }

    private static Instant orNever(@Nullable Instant instant) {
        return instant == null ? Instant.MAX : instant;
    }

    private static Instant present(@Nullable Instant instant) {
        if (instant == null) {
            throw new IllegalStateException("a stored command lacks a time");
        }
        return instant;
    }
}
