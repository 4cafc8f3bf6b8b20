package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.marks.StrangeMessages;
import io.licensewatch.schemas.command.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * The command that the transaction under way has named by a message. It holds for the changes that follow in the same
 * transaction, whatever batch they come in; a later message replaces it. Who may write messages may name any command: the right
 * to execute {@code pg_logical_emit_message} is what it rests on.
 */
final class NamedCommand {
    private final StrangeMessages strange;
    private @Nullable String id;
    private long transaction;

    NamedCommand(StrangeMessages strange) {
        this.strange = strange;
    }

    /** A message of a transaction came. One that an earlier run has read counts too: changes behind it may not be written yet. */
    void met(SourceEvent message) {
        Long of = message.txId();
        if (of == null || !message.messagePrefix().equals(CommandId.MESSAGE_PREFIX)) {
            return;
        }
        String content = message.messageBytes() <= CommandId.LONGEST ? message.messageContent() : "";
        if (CommandId.isOne(content)) {
            id = content;
            transaction = of;
        } else {
            strange.ignored("message that names no command", message.lsn(), message.messageBytes());
        }
    }

    /** Null for almost every change. */
    @Nullable
    String of(SourceEvent change) {
        if (id == null) {
            return null;
        }
        Long of = change.txId();
        if (of == null || of != transaction) {
            id = null;
        }
        return id;
    }
}
