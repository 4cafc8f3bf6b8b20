package io.licensewatch.local;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.embedded.EmbeddedStartException;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.text.Visible;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;

/** Errors of the servers under a local stack, as exit codes, in addition to {@link CommandErrors}. */
public final class LocalErrors implements CommandLine.IExecutionExceptionHandler {
    private final CommandErrors others = new CommandErrors();

    private LocalErrors() {}

    public static CommandLine handledBy(CommandLine line) {
        return CommandErrors.hidingValues(line.setExecutionExceptionHandler(new LocalErrors()));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        if (e instanceof EmbeddedStartException || e instanceof UnfitSourceException) {
            return report(line, e, ExitCode.CHECKS_FAILED);
        }
        if (e instanceof SQLException || e instanceof TimeoutException) {
            return report(line, e, ExitCode.FAILED);
        }
        return others.handleExecutionException(e, line, parsed);
    }

    private static int report(CommandLine line, Exception e, int exitCode) {
        line.getErr().println(line.getColorScheme().errorText(Visible.lines(String.valueOf(e.getMessage()))));
        line.getErr().flush();
        return exitCode;
    }
}
