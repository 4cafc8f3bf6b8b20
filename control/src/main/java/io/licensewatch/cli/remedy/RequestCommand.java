package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import io.licensewatch.control.ActionWriter;
import io.licensewatch.control.Decisions;
import io.licensewatch.control.RefusedException;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Requests a command without an alert. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Requests a remediation command without an alert:",
            "  refresh-views [--view VIEW] [--force]",
            "  rebuild-view-index --view VIEW",
            "  clear-caches",
            "  rerun-onboarding-step --tenant ID --step STEP",
            "  extend-license --tenant ID --features IDS [--days DAYS]",
            "It becomes a command like others, with the mode of its type: limits, approval and the worker's checks apply."
        },
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 the request is written, 1 no such tenant, 2 wrong usage, 3 Kafka does not answer or refuses it."
        })
public final class RequestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TYPE", description = "The type of the command, see above.")
    private String type = "";

    @Option(names = "--tenant", paramLabel = "ID", description = "The tenant; without it, all tenants.")
    private @Nullable String tenant;

    @Option(names = "--view", paramLabel = "VIEW", description = "The materialized view; without it, all views.")
    private @Nullable String view;

    @Option(names = "--force", description = "Refresh even after a recent refresh.")
    private boolean force;

    @Option(names = "--step", paramLabel = "STEP", description = "The onboarding step.")
    private @Nullable String step;

    @Option(
            names = "--features",
            paramLabel = "IDS",
            split = ",",
            description = "Ids of features, separated by commas.")
    private List<String> features = List.of();

    @Option(names = "--days", paramLabel = "DAYS", description = "How long the extension lasts. Default: 3.")
    private @Nullable Integer days;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private @Nullable String reason;

    @Mixin
    private DecisionOptions options = new DecisionOptions();

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private RequestCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new RequestCommand()));
    }

    @Override
    public Integer call() throws Exception {
        RequestForm form = new RequestForm(type, tenant, view, force, step, features, days);
        OperatorAction.Request request;
        String tenantId;
        try {
            request = form.request();
            tenantId = form.tenantId();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        Terminal terminal = Terminal.of(spec);
        return terminal.run(() -> {
            try (CommandLog log = CommandLog.read(kafka.properties(), Topics.TENANTS)) {
                if (!tenantId.equals(AlertEvent.SYSTEM_TENANT) && !log.book().knowsTenant(tenantId)) {
                    throw RefusedException.unknownTenant(tenantId);
                }
                OperatorAction action =
                        new Decisions(options.by(kafka), Instant.now()).request(tenantId, request, reason);
                ActionWriter.write(kafka.properties(), action);
                terminal.say("Requested " + RequestForm.friendly(request.type()) + " " + request.target() + " for "
                        + tenantId + " by " + action.by() + ".");
                follow(log, terminal, "_operator|" + action.actionId());
                return ExitCode.OK;
            }
        });
    }

    private void follow(CommandLog log, Terminal terminal, String alertId) {
        Duration patience = options.patience();
        if (patience.isZero()) {
            return;
        }
        if (!log.await(() -> log.book().ofAlert(alertId).isPresent(), patience)) {
            terminal.say("No command was issued within " + patience.toSeconds()
                    + " s; stream-app has to run. See: licensewatch commands");
            return;
        }
        log.book().ofAlert(alertId).ifPresent(command -> {
            terminal.say("Command " + command.id() + ", mode "
                    + command.command().mode() + ": " + command.command().summary());
            new Following(log, terminal, 0).follow(command.id(), patience);
        });
    }
}
