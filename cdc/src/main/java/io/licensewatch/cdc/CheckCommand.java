package io.licensewatch.cdc;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.PrepareHint;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.SettingFlags;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the preflight and prints its results. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks whether Postgres and Kafka are fit for the change feed; changes nothing.",
            "One line per check: OK, NOTE or FAIL, and for a failure the statement that fixes it.",
            "Exit code 3 when a check failed."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--postgres-only", description = "Check Postgres only; Kafka need not run.")
    private boolean postgresOnly;

    private @Nullable SettingFlags flags;

    private final List<SourceCheck> further;

    private CheckCommand(List<SourceCheck> further) {
        this.further = List.copyOf(further);
    }

    /** Checks of what other applications than cdc need from the source. */
    @FunctionalInterface
    public interface SourceCheck {
        /**
         * @param address with the login of cdc, which reads the catalogs and the watched columns
         * @param schemas where the watched tables are
         */
        List<CheckResult> of(PostgresAddress address, SourceSchemas schemas) throws SQLException;
    }

    /**
     * The command with a flag for every setting; also for use as a subcommand.
     *
     * @param further checks, run if Postgres accepts the login
     */
    public static CommandLine commandLine(SourceCheck... further) {
        CheckCommand command = new CheckCommand(List.of(further));
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), CdcSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws InterruptedException {
        CdcSettings settings = CdcSettings.of(Objects.requireNonNull(flags).load(System.getenv()));
        List<CheckResult> results =
                new ArrayList<>(postgresOnly ? Checkup.ofPostgres(settings) : Checkup.run(settings, false));
        for (SourceCheck check : further) {
            results.addAll(of(check, settings.feed(), results));
        }
        PrintWriter out = spec.commandLine().getOut();
        results.forEach(out::println);
        PrepareHint.of(results, settings.feed().postgres(), "licensewatch").ifPresent(out::println);
        long failures = results.stream().filter(CheckResult::isFailure).count();
        out.println(failures == 0 ? "fit" : failures + " of " + results.size() + " checks failed");
        out.flush();
        return failures == 0 ? ExitCode.OK : ExitCode.CHECKS_FAILED;
    }

    /** Empty if Postgres refuses the login: cdc's own check reports that. */
    private static List<CheckResult> of(SourceCheck check, FeedSettings feed, List<CheckResult> known) {
        try {
            return check.of(feed.postgres(), feed.schemas());
        } catch (SQLException e) {
            return known.contains(Survey.unreachable(feed.postgres(), e))
                    ? List.of()
                    : List.of(CheckResult.fail(
                            "further checks",
                            "failed: " + feed.postgres() + " reports: " + e.getMessage(),
                            "fix the reported error, and check again"));
        }
    }
}
