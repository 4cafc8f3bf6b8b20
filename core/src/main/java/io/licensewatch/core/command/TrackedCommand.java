package io.licensewatch.core.command;

import io.licensewatch.core.remedy.Items;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that was issued: what is needed to judge it, and what has become of it so far.
 *
 * @param verifyBy null where no alert shows what it does
 * @param openedAt when the episode began that asked for it; {@link Instant#MAX} for none
 * @param items what of the alert it is for; empty for all of it
 * @param extensionDays how long a lease lasts; 0 for none
 */
public record TrackedCommand(
        String commandId,
        CommandType type,
        String target,
        String alertId,
        String eventId,
        @Nullable VerifyBy verifyBy,
        Instant openedAt,
        List<String> items,
        int attempt,
        CommandMode mode,
        CommandOrigin origin,
        Instant issuedAt,
        Instant deadline,
        int extensionDays,
        Progress progress) {
    public TrackedCommand {
        items = List.copyOf(items);
    }

    /** @param openedAt when the episode began that asked for it; {@link Instant#MAX} for none */
    static TrackedCommand of(RemediationCommand command, Instant openedAt) {
        Object days = command.parameters().get("extensionDays");
        return new TrackedCommand(
                command.commandId(),
                command.type(),
                command.target(),
                command.alertId(),
                command.eventId(),
                command.verifyBy(),
                openedAt,
                Items.of(command),
                command.attempt(),
                command.mode(),
                command.origin(),
                command.issuedAt(),
                command.deadline(),
                days instanceof Number number && command.type() == CommandType.EXTEND_LICENSE ? number.intValue() : 0,
                Progress.NONE);
    }

    TrackedCommand with(Progress next) {
        return new TrackedCommand(
                commandId,
                type,
                target,
                alertId,
                eventId,
                verifyBy,
                openedAt,
                items,
                attempt,
                mode,
                origin,
                issuedAt,
                deadline,
                extensionDays,
                next);
    }

    /** Whether both are attempts at the same in one episode. */
    boolean sharesPurpose(TrackedCommand other) {
        return type == other.type
                && target.equals(other.target)
                && alertId.equals(other.alertId)
                && openedAt.equals(other.openedAt);
    }

    /**
     * Whether it may be carried out without a person, and that has not begun as far as is known. A person's own request, and what
     * follows the end of an alert or of a lease, is none such: it was wanted, or it repairs nothing.
     */
    boolean isUnattended() {
        return mode == CommandMode.AUTO
                && origin == CommandOrigin.RULE
                && type != CommandType.END_EXTENSION
                && !openedAt.equals(Instant.MAX)
                && progress.notBegun();
    }

    /** Whether it was carried out, and is not judged yet. */
    boolean awaitsVerdict() {
        return verifyBy != null && progress.applied() && progress.effect() == null;
    }
}
