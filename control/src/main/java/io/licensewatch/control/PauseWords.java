package io.licensewatch.control;

import io.licensewatch.schemas.command.CommandType;
import org.jspecify.annotations.Nullable;

/** What a pause covers, in words. Not yet safe for a terminal. */
public final class PauseWords {
    private PauseWords() {}

    /** Null stands for all. */
    public static String of(@Nullable String tenant, @Nullable CommandType type) {
        String commands = type == null ? "all commands" : "commands " + type;
        return tenant == null ? commands : commands + " of tenant " + tenant;
    }
}
