package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that are a function of what the command is, so that a replay asks for nothing new. */
final class CommandId {
    private CommandId() {}

    static String of(String alertId, int episode, CommandType type, String target, int attempt) {
        return of(String.join("|", alertId, Integer.toString(episode), type.name(), target, "" + attempt));
    }

    static String ofLeaseEnd(String leaseCommandId) {
        return of(CommandType.END_EXTENSION + "|" + leaseCommandId);
    }

    private static String of(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
