package io.licensewatch.local;

import io.licensewatch.cdc.preflight.PrepareHint;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cli.Palette;
import io.licensewatch.runtime.process.ServiceRun;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything in one process, until interrupted. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs Postgres 16, Kafka, cdc, stream-app, worker and console in one process, until interrupted. The embedded Postgres holds a"
                    + " small made-up SaaS; with --source another database is watched instead.",
            "For trying things out: one broker, nothing replicated, writes not forced to disk."
        },
        footer = {
            "",
            "Exit codes: 0 interrupted, 1 failed, 2 wrong usage, 3 a port is taken or the source is not prepared, 4 it refuses the"
                    + " login."
        })
final class LocalCommand implements Callable<Integer> {
    private static final Duration FOREVER = Duration.ofDays(365);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--postgres-port",
            paramLabel = "N",
            description =
                    "Port of the embedded Postgres; 0 takes any free one. Default: 54329, or any when that is taken.")
    private @Nullable Integer postgresPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            description = "Port of Kafka, likewise. Default: 9092, or any when that is taken.")
    private @Nullable Integer kafkaPort;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description = "Port of metrics and health, likewise. Default: 8080, or any when that is taken.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--console-port",
            paramLabel = "N",
            description = "Port of the console, likewise. Default: 8090, or any when that is taken.")
    private @Nullable Integer consolePort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the state is kept across restarts. Without it, the state is deleted at the end.")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--source",
            paramLabel = "URL",
            description = {
                "Watch this database: postgresql://user@host:port/db. It has been prepared with prepare-source. The password is"
                        + " that of --source-password-file, LICENSEWATCH_POSTGRES_PASSWORD,"
                        + " LICENSEWATCH_POSTGRES_PASSWORD_FILE or ~/.pgpass; in the URL, other users of this machine see it.",
                "Its slot is " + WatchedSource.SLOT + ", dropped at the end unless there is a --data-dir."
            })
    private @Nullable String source;

    @Option(
            names = "--source-password-file",
            paramLabel = "FILE",
            description = "A file that holds the source's password.")
    private @Nullable Path sourcePasswordFile;

    @Option(
            names = "--no-worker",
            description =
                    "Only detect incidents: commands are published and not carried out. This is implied by --source.")
    private boolean noWorker;

    private LocalCommand() {}

    static CommandLine commandLine() {
        return LocalErrors.handledBy(new CommandLine(new LocalCommand()));
    }

    @Override
    public Integer call() throws Exception {
        LocalOptions options = options();
        try {
            return ServiceRun.untilStopped(run -> start(run, options));
        } catch (UnfitSourceException e) {
            PrintWriter err = spec.commandLine().getErr();
            String watched = options.sourceUrl();
            if (watched != null) {
                PrepareHint.of(e.failures(), PostgresAddress.parse(watched), "./licensewatch")
                        .ifPresent(err::println);
            }
            e.failures().forEach(err::println);
            if (watched != null) {
                err.println("licensewatch.postgres.url and its parts are given here by --source");
            }
            err.flush();
            return e.exitCode();
        }
    }

    private LocalOptions options() {
        checkPort(postgresPort, "--postgres-port");
        checkPort(kafkaPort, "--kafka-port");
        checkPort(httpPort, "--http-port");
        checkPort(consolePort, "--console-port");
        if (source != null) {
            if (postgresPort != null) {
                throw wrong("--postgres-port is the embedded Postgres', and with --source there is none");
            }
        } else if (sourcePasswordFile != null) {
            throw wrong("--source-password-file is for --source, which is missing");
        }
        return new LocalOptions(
                dataDirectory,
                postgresPort,
                kafkaPort,
                httpPort,
                consolePort,
                sourceUrl(),
                !noWorker && source == null,
                Map.of());
    }

    private @Nullable String sourceUrl() {
        String given = source;
        if (given == null) {
            return null;
        }
        try {
            PostgresAddress.parse(given);
            SourceLogin login = SourceLogin.of(given, sourcePasswordFile, System.getenv());
            if (login.onCommandLine()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "note: other users of this machine see the password of --source in the list of processes;"
                                        + " --source-password-file, LICENSEWATCH_POSTGRES_PASSWORD and ~/.pgpass keep it from them");
                spec.commandLine().getErr().flush();
            }
            return login.url();
        } catch (IllegalArgumentException e) {
            throw wrong("--source: " + e.getMessage());
        }
    }

    private void checkPort(@Nullable Integer port, String flag) {
        if (port != null && (port < 0 || port > 65_535)) {
            throw wrong(flag + " takes a port, 0 to 65535, not " + port);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void start(ServiceRun run, LocalOptions options) throws Exception {
        PrintStream out = System.out;
        Palette palette = Palette.ofTerminal();
        LocalStack stack = run.closeAtEnd(
                LocalStack.start(options, doing -> out.println("   " + palette.faint(doing)), run::fail));
        out.println();
        new Connections(stack, options).print(out, palette);
        out.println();
        awaitReady(stack, out, palette);
        out.println("   " + palette.good("ready") + ": what the database commits is watched. Ctrl-C ends it.");
    }

    private static void awaitReady(LocalStack stack, PrintStream out, Palette palette)
            throws InterruptedException, TimeoutException {
        new Readiness(stack.ready()).await(FOREVER, doing -> out.println("   " + palette.faint(doing)));
    }
}
