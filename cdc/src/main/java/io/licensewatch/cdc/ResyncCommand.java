package io.licensewatch.cdc;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.CheckpointTopic;
import io.licensewatch.cdc.checkpoint.Resyncs;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.RequestPreflight;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.resync.ResyncRequest;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.Memberships;
import io.licensewatch.cdc.source.OpenTransactions;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.text.Visible;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Requests an incremental snapshot of some tables, or a new snapshot of everything, from the running feed. */
@Command(
        name = "resync",
        mixinStandardHelpOptions = true,
        description = {
            "Requests that the feed reads tables again, when the topics differ from the database.",
            "The request goes through the change stream of Postgres, as a row of table " + RequestTable.NAME
                    + ", which prepare-source creates: a running feed reads it at once, a stopped feed"
                    + " when it starts, and it is served once. Alerts stay as they are until the tables are"
                    + " complete again.",
            "A slot that is missing or lost needs 'cdc --resync' instead."
        })
public final class ResyncCommand implements Callable<Integer> {
    private static final long LOOK_EACH_MS = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            description =
                    "A table to read again, such as public.user_roles; may be repeated. Without it: everything, by a"
                            + " new snapshot on a new slot.")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--wait", description = "Wait until it is done, and print the progress.")
    private boolean wait;

    private @Nullable SettingFlags flags;

    private ResyncCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        ResyncCommand command = new ResyncCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), CdcSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return request();
        } catch (UnfitSourceException e) {
            return refuse(e.failures().get(0));
        }
    }

    private int request() throws InterruptedException {
        CdcSettings settings = CdcSettings.of(Objects.requireNonNull(flags).load(System.getenv()));
        FeedSettings feed = settings.feed();
        PrintWriter out = spec.commandLine().getOut();
        CheckpointTopic checkpoint = Checkup.checkpointTopic(settings);
        Optional<Checkpoint> before = wait ? checkpoint.read(feed.slot()) : Optional.empty();
        if (before.map(Checkpoint::resyncs).map(Resyncs::isFull).orElse(false)) {
            return refuse(
                    CheckResult.fail("resync requests", "too many are waiting", "wait until the feed has served them"));
        }
        int epoch = before.map(Checkpoint::epoch).orElse(0);
        try (Connection connection = feed.postgres().connect()) {
            requirePublished(feed.published(connection));
            CheckResult mayAsk = RequestPreflight.judge(
                    RequestTable.of(connection, feed.publication()),
                    feed.postgres().user(),
                    feed.publication());
            if (mayAsk.verdict() != CheckResult.Verdict.OK) {
                return refuse(mayAsk);
            }
            ResyncRequest request =
                    new ResyncRequest(feed.slot(), UUID.randomUUID().toString(), List.copyOf(new TreeSet<>(tables)));
            long lsn = request.insert(connection);
            print(request, out);
            if (wait) {
                follow(new ResyncProgress(request.id(), lsn, epoch), checkpoint, connection, feed.slot(), out);
            }
            return ExitCode.OK;
        } catch (SQLException e) {
            return refuse(Survey.unreachable(feed.postgres(), e));
        } finally {
            out.flush();
        }
    }

    private int refuse(CheckResult why) {
        spec.commandLine().getErr().println(why);
        spec.commandLine().getErr().flush();
        return ExitCode.CHECKS_FAILED;
    }

    private void requirePublished(Memberships published) {
        for (String table : tables) {
            if (!published.byTable().containsKey(table)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        table + " is not watched; these are: "
                                + String.join(", ", published.byTable().keySet()));
            }
        }
    }

    private void print(ResyncRequest request, PrintWriter out) {
        String slot = request.slot();
        out.println(
                tables.isEmpty()
                        ? "Requested from the feed of slot '" + slot + "': a new snapshot of everything, on a new slot."
                        : "Requested from the feed of slot '" + slot + "': an incremental snapshot of "
                                + String.join(", ", tables) + ".");
        out.println(
                "While it is read, no alert opens or closes; then rows that were not found are removed, and alerts that"
                        + " depend on them end.");
        out.println("Request " + request.id() + (wait ? "" : "; the log of cdc says when it is done"));
        out.flush();
    }

    private static void follow(
            ResyncProgress request, CheckpointTopic topic, Connection connection, String slot, PrintWriter out)
            throws InterruptedException, SQLException {
        String printed = "";
        while (true) {
            Optional<Checkpoint> checkpoint = topic.read(slot);
            String state = request.text(checkpoint);
            if (request.mayWaitForTransactions(checkpoint)) {
                state += OpenTransactions.heldUpBy(connection, slot)
                        .map(transaction -> "; it waits for " + transaction)
                        .orElse("");
            }
            if (!state.equals(printed)) {
                out.println(Visible.of(state));
                out.flush();
                printed = state;
            }
            if (request.isDone(checkpoint)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MS);
        }
    }
}
