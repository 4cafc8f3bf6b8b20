package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.Decisions;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Approves the plan of a command. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Prints a command that awaits approval, and approves its current plan.",
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 the approval is written, 1 no such command, 2 wrong usage, 3 it does not wait for this approval, or Kafka does not answer."
        })
public final class ApproveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "The command's id, or a unique prefix of it.")
    private String id = "";

    @Option(
            names = "--plan",
            paramLabel = "HASH",
            description = "The hash of the plan that was reviewed: if the plan has changed since, nothing is approved.")
    private @Nullable String plan;

    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private ApproveCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new ApproveCommand()));
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec);
        return terminal.run(() -> {
            try (CommandLog log = CommandLog.read(kafka.properties(), Topics.ALERTS_CURRENT)) {
                CommandView view = log.book().find(id);
                Instant now = Instant.now();
                OperatorAction approval = new Decisions(options.by(kafka), now).approve(view, plan);
                CommandStory.lines(
                                view, log.book().alert(view.command().alertId()).orElse(null), now)
                        .forEach(terminal::say);
                ActionWriter.write(kafka.properties(), approval);
                terminal.say("Approved plan " + approval.planHash() + " by " + approval.by() + ".");
                new Following(log, terminal, view.results().size()).follow(view.id(), options.patience());
                return ExitCode.OK;
            }
        });
    }
}
