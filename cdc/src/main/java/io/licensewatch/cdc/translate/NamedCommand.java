package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.marks.ForeignMessages;
import io.licensewatch.schemas.command.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * The command that the current transaction named by a message. It applies to the changes that follow in the same transaction, in
 * any batch; a later message replaces it. A role that may write messages may name any command: this relies on the privilege to
 * execute {@code pg_logical_emit_message}.
 */
final class NamedCommand {
    private final ForeignMessages foreign;
    private @Nullable String id;
    private long transaction;

    NamedCommand(ForeignMessages foreign) {
        this.foreign = foreign;
    }

    /** A message of a transaction arrived. One that an earlier run read counts too: changes after it may not be written yet. */
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
            foreign.ignored("message that names no command", message.lsn(), message.messageBytes());
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
