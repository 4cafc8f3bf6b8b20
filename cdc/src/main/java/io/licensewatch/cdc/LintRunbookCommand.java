package io.licensewatch.cdc;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.runbook.Remark.Verdict;
import io.licensewatch.cdc.runbook.Report;
import io.licensewatch.cdc.runbook.RunbookFile;
import io.licensewatch.cdc.runbook.RunbookLint;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the SQL of runbooks against the source. */
@Command(
        name = "lint-runbook",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the SQL in Markdown files, and reports the tables, columns and functions in it that the source does not have.",
            "Postgres parses and describes each statement; none is executed. One line per fault: FILE:LINE:COLUMN: what."
                    + " What cannot be checked is reported, with the reason.",
            "Exit code 0 when everything exists; 3 when something is missing, or could not be checked and --allow-unchecked is"
                    + " not given; 1 when a file or the source cannot be read; 4 when the login is refused."
        })
public final class LintRunbookCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    /** What it prints. */
    enum Format {
        text,
        json
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A Markdown file; - for standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "URL",
            description =
                    "The source: postgresql://user@host:port/database, instead of the settings below. Its password is that"
                            + " of LICENSEWATCH_POSTGRES_PASSWORD, --postgres-password-file or ~/.pgpass.")
    private @Nullable String source;

    @Option(
            names = "--search-path",
            split = ",",
            paramLabel = "SCHEMA",
            description =
                    "Schemas to search for a name without a schema. Default: that of the watched tables, public and"
                            + " extensions.")
    private List<String> searchPath = new ArrayList<>();

    @Option(names = "--allow-unchecked", description = "Exit code 0 also when something could not be checked.")
    private boolean allowUnchecked;

    @Option(names = "--format", description = "text or json. Default: text.")
    private Format format = Format.text;

    private @Nullable SettingFlags flags;

    private LintRunbookCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        LintRunbookCommand command = new LintRunbookCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), CdcSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        List<RunbookFile> runbooks = new ArrayList<>();
        for (String file : files) {
            try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(Path.of(file))) {
                runbooks.add(RunbookFile.read(file, in));
            } catch (RunbookFile.UnreadableException e) {
                return failed(file + " " + e.getMessage());
            } catch (IOException e) {
                return failed(file + " cannot be read: " + e.getClass().getSimpleName());
            }
        }
        return check(runbooks, address(settings), path(settings));
    }

    private PostgresAddress address(Settings settings) {
        if (source == null) {
            return CdcSettings.address(settings);
        }
        try {
            PostgresAddress given = PostgresAddress.parse(source);
            return given.withPassword(
                            settings.get(CdcSettings.POSTGRES_PASSWORD).orElse(""))
                    .withPasswordOfPgPass();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("wrong --source: " + e.getMessage());
        }
    }

    private List<String> path(Settings settings) {
        return searchPath.isEmpty()
                ? Stream.of(settings.get(CdcSettings.POSTGRES_SCHEMA), "public", "extensions")
                        .distinct()
                        .toList()
                : searchPath;
    }

    private int check(List<RunbookFile> runbooks, PostgresAddress address, List<String> path) {
        List<Report> reports = new ArrayList<>();
        try (RunbookLint lint = RunbookLint.connect(address, path)) {
            for (RunbookFile runbook : runbooks) {
                reports.add(lint.check(runbook));
            }
        } catch (SQLException e) {
            CheckResult unreachable = Survey.unreachable(address, e);
            spec.commandLine().getErr().println(unreachable);
            spec.commandLine().getErr().flush();
            return unreachable.isAboutLogin() ? ExitCode.LOGIN_REFUSED : ExitCode.FAILED;
        }
        print(reports, address);
        return exitCode(reports);
    }

    private int exitCode(List<Report> reports) {
        boolean faulty = reports.stream().anyMatch(report -> report.count(Verdict.FAULT) > 0);
        boolean unchecked = reports.stream().anyMatch(report -> report.count(Verdict.UNCHECKED) > 0);
        return faulty || (unchecked && !allowUnchecked) ? ExitCode.CHECKS_FAILED : ExitCode.OK;
    }

    private void print(List<Report> reports, PostgresAddress address) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("source", address.toString());
            whole.put("files", reports);
            out.println(Json.MAPPER.valueToTree(whole).toPrettyString());
        } else {
            reports.forEach(report -> report.lines().forEach(out::println));
            reports.forEach(report -> out.println(report.summary()));
        }
        out.flush();
    }

    private int failed(String problem) {
        spec.commandLine().getErr().println(Visible.of(problem));
        spec.commandLine().getErr().flush();
        return ExitCode.FAILED;
    }
}
