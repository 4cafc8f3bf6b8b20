package io.licensewatch.console.web;

import io.licensewatch.console.read.CommandFilter;
import io.licensewatch.console.read.CommandRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.alert.AlertEvent;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * An alert in a list, with its commands and its next step.
 *
 * @param tried its commands, newest first
 */
public record AlertLine(AlertEvent alert, List<CommandLine> tried, Next next) {
    private static final int COMMANDS = 4;

    public AlertLine {
        tried = List.copyOf(tried);
    }

    static AlertLine of(Handle handle, AlertEvent alert, Instant now) {
        List<CommandView> commands = CommandRows.list(
                        handle, CommandFilter.ofAlert(alert.alertId()), Paging.first(COMMANDS))
                .items();
        return new AlertLine(
                alert,
                commands.stream()
                        .map(view -> CommandLine.of(view, now, alert.tenantName()))
                        .toList(),
                Next.of(alert, commands, now));
    }
}
