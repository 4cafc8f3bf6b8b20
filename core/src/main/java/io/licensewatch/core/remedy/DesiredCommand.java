package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandType;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command that ought to be outstanding while an alert is as it is.
 *
 * @param target what it acts on; with the type it identifies the command within the alert
 * @param guard the decisive values: a worker whose database says otherwise does nothing
 * @param bound of an extension, what ended the coverage; else null
 */
record DesiredCommand(
        String target,
        CommandParameters parameters,
        Map<String, @Nullable Object> guard,
        @Nullable CommandBound bound) {
    DesiredCommand {
        guard = Collections.unmodifiableMap(new TreeMap<>(guard));
    }

    DesiredCommand(String target, CommandParameters parameters, Map<String, @Nullable Object> guard) {
        this(target, parameters, guard, null);
    }

    /** Of one that depends on no value. */
    DesiredCommand(String target, CommandParameters parameters) {
        this(target, parameters, Map.of());
    }

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
