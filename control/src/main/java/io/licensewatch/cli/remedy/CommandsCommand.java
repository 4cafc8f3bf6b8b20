package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Situation;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists remediation commands. */
@Command(
        name = "commands",
        mixinStandardHelpOptions = true,
        description = "Lists the remediation commands and their states, oldest first.",
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 listed, 2 wrong usage, 3 Kafka does not answer or has no such topics, 4 Kafka refuses the login."
        })
public final class CommandsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--waiting", description = "Only commands that wait for something, such as an approval.")
    private boolean waiting;

    @Option(names = "--tenant", paramLabel = "ID", description = "Only commands of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "One JSON object per command.")
    private boolean json;

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private CommandsCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new CommandsCommand()));
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec);
        return terminal.run(() -> {
            try (CommandLog log = CommandLog.read(kafka.properties())) {
                print(terminal, log.book().views(), Instant.now());
                terminal.warnOf(log.book().leftOut());
                return ExitCode.OK;
            }
        });
    }

    private void print(Terminal terminal, List<CommandView> all, Instant now) {
        List<CommandView> wanted = all.stream()
                .filter(view -> tenant == null || tenant.equals(view.command().tenantId()))
                .filter(view -> !waiting || Situation.of(view, now).isWaiting())
                .toList();
        if (json) {
            wanted.forEach(view -> terminal.say(CommandJson.line(view, now)));
        } else if (wanted.isEmpty()) {
            terminal.say(waiting ? "no command waits" : "no commands");
        } else {
            CommandTable.lines(wanted, CommandTable.idLength(all), now).forEach(terminal::say);
        }
    }
}
