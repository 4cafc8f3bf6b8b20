package io.licensewatch.cdc;

import io.licensewatch.cdc.preflight.Finding;
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

/** Runs the preflight and prints its findings. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks whether Postgres and Kafka are fit for the change feed; changes nothing.",
            "One line per check: OK, NOTE or FAIL, and for a failure the statement that mends it.",
            "Exit code 3 when a check failed."
        })
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--postgres-only", description = "Leave Kafka out, which need not be there.")
    private boolean postgresOnly;

    private @Nullable SettingFlags flags;

    private final List<SourceCheck> further;

    private CheckCommand(List<SourceCheck> further) {
        this.further = List.copyOf(further);
    }

    /** What others than cdc need of the source. */
    @FunctionalInterface
    public interface SourceCheck {
        /**
         * @param address with the login of cdc, which reads the catalogs and the watched columns
         * @param schemas where the watched tables are
         */
        List<Finding> of(PostgresAddress address, SourceSchemas schemas) throws SQLException;
    }

    /**
     * The command with a flag for every setting; also for use as a subcommand.
     *
     * @param further checks, where Postgres lets us in
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
        List<Finding> findings =
                new ArrayList<>(postgresOnly ? Checkup.ofPostgres(settings) : Checkup.run(settings, false));
        for (SourceCheck check : further) {
            findings.addAll(of(check, settings.feed(), findings));
        }
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        PrepareHint.of(findings, settings.feed().postgres(), "licensewatch").ifPresent(out::println);
        long failures = findings.stream().filter(Finding::isFailure).count();
        out.println(failures == 0 ? "fit" : failures + " of " + findings.size() + " checks failed");
        out.flush();
        return failures == 0 ? ExitCode.OK : ExitCode.CHECKS_FAILED;
    }

    /** Nothing where Postgres does not let us in: cdc's own check has said so. */
    private static List<Finding> of(SourceCheck check, FeedSettings feed, List<Finding> known) {
        try {
            return check.of(feed.postgres(), feed.schemas());
        } catch (SQLException e) {
            return known.contains(Survey.unreachable(feed.postgres(), e))
                    ? List.of()
                    : List.of(Finding.fail(
                            "further checks",
                            "could not be made, " + feed.postgres() + " says: " + e.getMessage(),
                            "see what it says, and check again"));
        }
    }
}
