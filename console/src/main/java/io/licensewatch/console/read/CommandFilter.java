package io.licensewatch.console.read;

import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import org.jspecify.annotations.Nullable;

/**
 * Filter of commands, newest first; null for any.
 *
 * @param state the last state that the worker reported
 * @param effect the verdict that counts
 */
public record CommandFilter(
        @Nullable String tenantId,
        @Nullable String alertId,
        @Nullable CommandType type,
        @Nullable CommandState state,
        @Nullable Effect effect) {
    public static CommandFilter ofTenant(String tenantId) {
        return new CommandFilter(tenantId, null, null, null, null);
    }

    public static CommandFilter ofAlert(String alertId) {
        return new CommandFilter(null, alertId, null, null, null);
    }
}
