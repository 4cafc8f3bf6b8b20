package io.licensewatch.cdc;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.prepare.Preparation;
import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.prepare.TargetRole;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.text.Visible;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints or applies what a source needs before it can be watched. */
@Command(
        name = "prepare-source",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the SQL that prepares the source: a role with the least privileges, a publication of the watched"
                    + " tables, replica identity FULL where old rows are needed, a table by which that role requests"
                    + " resyncs, and no right for other roles of the database to write messages into the WAL.",
            "It logs in with --postgres-admin-url and prepares for the role of --postgres-user (or of --postgres-url)."
        })
public final class PrepareSourceCommand implements Callable<Integer> {
    private static final String NOT_ALLOWED = "42501";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--apply", description = "Run the statements instead of printing them. It is safe to repeat.")
    private boolean apply;

    private @Nullable SettingFlags flags;

    private PrepareSourceCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        PrepareSourceCommand command = new PrepareSourceCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), CdcSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        CdcSettings cdc = CdcSettings.of(settings);
        PostgresAddress admin = settings.get(CdcSettings.POSTGRES_ADMIN_URL)
                .map(PostgresAddress::withPasswordOfPgPass)
                .orElseThrow(PrepareSourceCommand::noAdmin);
        try (Connection connection = admin.connect()) {
            return prepare(connection, admin, cdc);
        } catch (SQLException e) {
            CheckResult unreachable = Survey.unreachable(admin, e, CdcSettings.POSTGRES_ADMIN_URL.name());
            print(unreachable);
            return unreachable.isAboutLogin() ? ExitCode.LOGIN_REFUSED : ExitCode.CHECKS_FAILED;
        }
    }

    private int prepare(Connection connection, PostgresAddress admin, CdcSettings cdc) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return prepare(connection, cdc, out);
        } catch (SQLException e) {
            out.flush();
            print(CheckResult.fail(
                    "prepare-source",
                    admin + " is refused: " + e.getMessage(),
                    NOT_ALLOWED.equals(e.getSQLState())
                            ? "log in as the owner of the watched tables, who may create roles, or as a superuser: set "
                                    + CdcSettings.POSTGRES_ADMIN_URL.name()
                            : "fix the reported error, and repeat; completed steps stay done"));
            return ExitCode.FAILED;
        } finally {
            out.flush();
        }
    }

    private void print(CheckResult result) {
        spec.commandLine().getErr().println(result);
        spec.commandLine().getErr().flush();
    }

    private static ConfigurationException noAdmin() {
        return new ConfigurationException("missing setting " + CdcSettings.POSTGRES_ADMIN_URL.name()
                + ": whose tables are to be prepared? --postgres-admin-url=postgresql://OWNER:PASSWORD@HOST:PORT/DATABASE, the"
                + " login of the role that owns the watched tables (or LICENSEWATCH_POSTGRES_ADMIN_URL, or a file with it:"
                + " --postgres-admin-url-file)");
    }

    private int prepare(Connection connection, CdcSettings cdc, PrintWriter out) throws SQLException {
        PreparedSource source = new PreparedSource(connection);
        String role = cdc.feed().postgres().user();
        String publication = cdc.feed().publication();
        SourceFacts facts = source.facts(
                cdc.feed().schemas(), cdc.feed().slot(), publication, cdc.feed().excluded());
        TargetRole target = TargetRole.read(connection, role, facts);
        Optional<String> refusal = target.refusal();
        if (refusal.isPresent()) {
            print(CheckResult.fail(
                    "role to prepare",
                    role + " " + refusal.get(),
                    "set licensewatch.postgres.user (--postgres-user) to a role of its own, such as licensewatch; it is created"
                            + " when it does not exist"));
            return ExitCode.CHECKS_FAILED;
        }
        List<Step> steps = Preparation.steps(facts, role, target.exists(), publication);
        if (facts.tables().isEmpty()) {
            print(CheckResult.fail(
                    "tables",
                    "none of the watched tables exists in database " + facts.database(),
                    "set the database in " + CdcSettings.POSTGRES_ADMIN_URL.name() + ", or "
                            + CdcSettings.POSTGRES_SCHEMA.name()));
            return ExitCode.CHECKS_FAILED;
        }
        if (apply) {
            String password = cdc.feed().postgres().password();
            source.apply(
                    steps,
                    role,
                    password,
                    step -> out.println("done  " + step.what()),
                    (step, why) -> out.println("skip  " + step.what() + ": " + Visible.of(why)
                            + "  ->  as a role that may: " + step.sql().replaceAll("\\s+", " ")));
            if (password.isEmpty()) {
                out.println("note  no password is set: " + CdcSettings.POSTGRES_PASSWORD.name() + " is not given");
            }
        } else {
            print(steps, out);
        }
        surroundings(facts, apply ? "note  " : "-- ", out);
        return ExitCode.OK;
    }

    private static void print(List<Step> steps, PrintWriter out) {
        out.println(
                "-- Prepares this database for licensewatch. Run it with psql as a role that owns the watched tables:");
        out.println("--   psql -v ON_ERROR_STOP=1 -v password=\"$LICENSEWATCH_POSTGRES_PASSWORD\" -f FILE");
        out.println("-- or let prepare-source --apply do it.");
        out.println();
        out.println("-- find Postgres' own objects only");
        out.println("SET search_path = pg_catalog, pg_temp;");
        steps.forEach(step -> {
            out.println();
            out.println("-- " + step.what() + (step.optional() ? " (the feed runs without it, if it is refused)" : ""));
            out.println(step.sql());
        });
        out.println();
    }

    /** What needs more than a statement in this database. */
    private static void surroundings(SourceFacts facts, String prefix, PrintWriter out) {
        if (!facts.walLevel().equals("logical")) {
            out.println(prefix + "wal_level is " + facts.walLevel()
                    + ": ALTER SYSTEM SET wal_level = 'logical'; and restart Postgres");
        }
        facts.missing().stream()
                .map(missing -> "table " + missing.name() + " " + missing.found() + ", and is not watched"
                        + (missing.remedy().isEmpty() ? "" : "  ->  " + missing.remedy()))
                .forEach(note -> out.println(prefix + Visible.of(note)));
    }
}
