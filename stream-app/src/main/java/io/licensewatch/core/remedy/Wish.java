package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandType;

/**
 * A command that ought to be outstanding while an alert is as it is.
 *
 * @param target what it acts on; with the type it identifies the wish within the alert
 */
record Wish(String target, CommandParameters parameters) {
    CommandType type() {
        return parameters.type();
    }

    /**
     * Whether a worker that acts on former parameters would do the wrong thing, or too little. A notice or a renewal that
     * has begun is not begun again because the numbers moved.
     */
    boolean renewable() {
        return switch (type()) {
            case NOTIFY_TENANT_ADMIN, START_RENEWAL, REFRESH_VIEWS -> false;
            default -> true;
        };
    }
}
