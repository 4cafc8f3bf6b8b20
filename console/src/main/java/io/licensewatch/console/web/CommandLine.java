package io.licensewatch.console.web;

import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.Situation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command in a list.
 *
 * @param tenantName null if the source has no name for it
 */
public record CommandLine(
        CommandView view, Situation situation, @Nullable String tenantName) {
    static CommandLine of(CommandView view, Instant now, @Nullable String tenantName) {
        return new CommandLine(view, Situation.of(view, now), tenantName);
    }

    public String words() {
        return CommandWords.of(view.command());
    }

    public String type() {
        return Words.plain(view.command().type().name());
    }
}
