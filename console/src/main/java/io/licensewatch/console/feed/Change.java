package io.licensewatch.console.feed;

/**
 * A change of the read model.
 *
 * @param tenantId the tenant; {@code _system} for changes that concern all
 * @param id id of the changed object, such as an alert id
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
