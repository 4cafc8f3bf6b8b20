package io.licensewatch.console.feed;

/**
 * Something in the read model that is different now.
 *
 * @param tenantId whose it is; {@code _system} for what concerns all
 * @param id of what has changed, such as an alert id
 */
public record Change(Kind kind, String tenantId, String id) {
    public enum Kind {
        TENANT,
        ALERT,
        COMMAND,
        ACTION,
        PAUSES,
        HEALTH,
        FRONTIER,
        DEAD_LETTER
    }
}
