package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Decisions;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.action.OperatorAction;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rejects a command. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = "Rejects a command that a worker has received and not executed: it is never executed.",
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 the rejection is written, 1 no such command, 2 wrong usage, 3 it no longer waits, or Kafka does not answer."
        })
public final class RejectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "The command's id, or a unique prefix of it.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the record.")
    private String reason = "";

    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private RejectCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new RejectCommand()));
    }

    @Override
    public Integer call() throws Exception {
        if (reason.isBlank()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--reason is empty: say why, for the record");
        }
        Terminal terminal = Terminal.of(spec);
        return terminal.run(() -> {
            try (CommandLog log = CommandLog.read(kafka.properties())) {
                CommandView view = log.book().find(id);
                OperatorAction rejection = new Decisions(options.by(kafka), Instant.now()).reject(view, reason);
                ActionWriter.write(kafka.properties(), rejection);
                terminal.say("Rejected command " + view.id() + " by " + rejection.by() + ": "
                        + view.command().summary());
                new Following(log, terminal, view.results().size()).follow(view.id(), options.patience());
                return ExitCode.OK;
            }
        });
    }
}
