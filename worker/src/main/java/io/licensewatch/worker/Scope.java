package io.licensewatch.worker;

import io.licensewatch.runtime.text.Visible;
import org.jspecify.annotations.Nullable;

/** Describes what a pause covers. */
final class Scope {
    private Scope() {}

    static String of(@Nullable String tenant, @Nullable Object type) {
        String commands = type == null ? "all commands" : "commands " + type;
        return Visible.of(tenant == null ? commands : commands + " of tenant " + tenant);
    }
}
