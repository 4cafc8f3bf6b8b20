package io.licensewatch.control;

import io.licensewatch.schemas.command.CommandType;
import org.jspecify.annotations.Nullable;

/** Describes what a pause covers. The text is not escaped for a terminal. */
public final class PauseWords {
    private PauseWords() {}

    /** @param tenant null for all tenants */
    public static String of(@Nullable String tenant, @Nullable CommandType type) {
        String commands = type == null ? "all commands" : "commands " + type;
        return tenant == null ? commands : commands + " of tenant " + tenant;
    }
}
