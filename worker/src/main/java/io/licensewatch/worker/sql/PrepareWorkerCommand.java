package io.licensewatch.worker.sql;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.prepare.TargetRole;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.runtime.text.Visible;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
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

/** Prints or applies the statements that prepare a source for a worker. */
@Command(
        name = "prepare-worker",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the SQL that prepares the source for a worker: its role, a ledger of commands, limits, and one function per type of command, generated for the existing tables. The role may execute these functions and nothing else.",
            "It logs in with --postgres-admin-url, as the owner of the watched tables, and prepares the role of"
                    + " --postgres-user."
        })
public final class PrepareWorkerCommand implements Callable<Integer> {
    static final Setting<String> POSTGRES_USER = Setting.of(
                    "licensewatch.postgres.user", ValueType.STRING, "Role of the worker; prepare-worker creates it.")
            .defaultsTo("licensewatch_worker");
    static final Setting<ZoneId> ZONE = Setting.of(
                    "licensewatch.rules.zone",
                    ValueType.ZONE,
                    "The licensing zone: a grant that expires on a date covers that day in this zone. The same as for stream-app.")
            .defaultsTo("UTC");
    private static final String NOT_ALLOWED = "42501";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--apply", description = "Run the statements instead of printing them. It is safe to repeat.")
    private boolean apply;

    private @Nullable SettingFlags flags;

    private PrepareWorkerCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        PrepareWorkerCommand command = new PrepareWorkerCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(
                line.getCommandSpec(),
                List.of(
                        CdcSettings.POSTGRES_ADMIN_URL,
                        CdcSettings.POSTGRES_URL,
                        CdcSettings.POSTGRES_SCHEMA,
                        CdcSettings.POSTGRES_USERS_SCHEMA,
                        POSTGRES_USER,
                        CdcSettings.POSTGRES_PASSWORD,
                        ZONE));
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        PostgresAddress admin = settings.get(CdcSettings.POSTGRES_ADMIN_URL)
                .map(PostgresAddress::withPasswordOfPgPass)
                .orElseThrow(PrepareWorkerCommand::noAdmin);
        try (Connection connection = admin.connect()) {
            return prepare(connection, admin, settings);
        } catch (SQLException e) {
            CheckResult unreachable = Survey.unreachable(admin, e, CdcSettings.POSTGRES_ADMIN_URL.name());
            report(unreachable);
            return unreachable.isAboutLogin() ? ExitCode.LOGIN_REFUSED : ExitCode.CHECKS_FAILED;
        }
    }

    private static ConfigurationException noAdmin() {
        return new ConfigurationException("missing setting " + CdcSettings.POSTGRES_ADMIN_URL.name()
                + ": expected the login of the tables' owner: --postgres-admin-url=postgresql://OWNER:PASSWORD@HOST:PORT/DATABASE, the"
                + " login of the role that owns the watched tables (or LICENSEWATCH_POSTGRES_ADMIN_URL, or a file with it:"
                + " --postgres-admin-url-file)");
    }

    private int prepare(Connection connection, PostgresAddress admin, Settings settings) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return prepare(connection, settings, out);
        } catch (SQLException e) {
            out.flush();
            report(CheckResult.fail(
                    "prepare-worker",
                    admin + " is refused: " + e.getMessage(),
                    NOT_ALLOWED.equals(e.getSQLState())
                            ? "log in as the owner of the watched tables, with the right to create roles: set "
                                    + CdcSettings.POSTGRES_ADMIN_URL.name()
                            : "fix what the message names; nothing was changed, and the command may be repeated"));
            return ExitCode.FAILED;
        } finally {
            out.flush();
        }
    }

    private int prepare(Connection connection, Settings settings, PrintWriter out) throws SQLException {
        PreparedWorker worker = new PreparedWorker(connection, CdcSettings.schemas(settings), settings.get(ZONE));
        String role = settings.get(CdcSettings.POSTGRES_URL)
                .map(PostgresAddress::user)
                .orElseGet(() -> settings.get(POSTGRES_USER));
        List<CheckResult> refusals = refusals(worker, TargetRole.read(connection, role, worker.facts()));
        if (!refusals.isEmpty()) {
            refusals.forEach(this::report);
            return ExitCode.CHECKS_FAILED;
        }
        List<Step> steps = worker.steps(role);
        if (apply) {
            String password = settings.get(CdcSettings.POSTGRES_URL)
                    .map(PostgresAddress::password)
                    .or(() -> settings.get(CdcSettings.POSTGRES_PASSWORD))
                    .orElse("");
            apply(worker, steps, role, password, out);
        } else {
            print(steps, out);
        }
        worker.sql()
                .unsupported()
                .forEach((type, why) ->
                        out.println((apply ? "note  " : "-- ") + type + " is not supported: " + Visible.of(why)));
        return ExitCode.OK;
    }

    private static List<CheckResult> refusals(PreparedWorker worker, TargetRole target) {
        if (worker.facts().tables().isEmpty()) {
            return List.of(CheckResult.fail(
                    "tables",
                    "none of the watched tables exists in database "
                            + worker.facts().database(),
                    "set the database in " + CdcSettings.POSTGRES_ADMIN_URL.name() + ", or "
                            + CdcSettings.POSTGRES_SCHEMA.name()));
        }
        Optional<String> refusal = target.refusal();
        if (refusal.isPresent()) {
            return List.of(
                    CheckResult.fail(
                            "role to prepare",
                            target.name() + " " + refusal.get(),
                            "set licensewatch.postgres.user (--postgres-user) to a role of its own, such as licensewatch_worker"));
        }
        return WorkerCheck.hiddenRows(worker.owner()).stream().toList();
    }

    private static void apply(PreparedWorker worker, List<Step> steps, String role, String password, PrintWriter out)
            throws SQLException {
        worker.apply(
                steps,
                role,
                password,
                step -> out.println("done  " + step.what()),
                (step, why) -> out.println("skip  " + step.what() + ": " + Visible.of(why)
                        + "  ->  as a role that may: " + step.sql().replaceAll("\\s+", " ")));
        if (password.isEmpty()) {
            out.println("note  no password is set: " + CdcSettings.POSTGRES_PASSWORD.name() + " is not given");
        }
    }

    private static void print(List<Step> steps, PrintWriter out) {
        out.println(
                "-- Prepares this database for a worker of licensewatch. Run it with psql as a role that owns the watched tables:");
        out.println(
                "--   psql -v ON_ERROR_STOP=1 -v password=\"$LICENSEWATCH_POSTGRES_PASSWORD\" --single-transaction -f FILE");
        out.println("-- or use prepare-worker --apply.");
        out.println();
        out.println("-- find Postgres' own objects only");
        out.println("SET search_path = pg_catalog, pg_temp;");
        steps.forEach(step -> {
            out.println();
            out.println("-- " + step.what());
            out.println(step.sql());
        });
        out.println();
    }

    private void report(CheckResult result) {
        spec.commandLine().getErr().println(result);
        spec.commandLine().getErr().flush();
    }
}
