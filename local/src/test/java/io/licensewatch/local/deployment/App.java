package io.licensewatch.local.deployment;

import io.licensewatch.cdc.CdcCommand;
import io.licensewatch.cdc.CdcMain;
import io.licensewatch.cdc.CheckCommand;
import io.licensewatch.cdc.LintRunbookCommand;
import io.licensewatch.cdc.PrepareSourceCommand;
import io.licensewatch.cdc.ResyncCommand;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.console.Console;
import io.licensewatch.console.ConsoleCommand;
import io.licensewatch.console.ConsoleMain;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.streams.StreamsCommand;
import io.licensewatch.streams.StreamsMain;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.worker.Worker;
import io.licensewatch.worker.WorkerCommand;
import io.licensewatch.worker.WorkerMain;
import io.licensewatch.worker.sql.PrepareWorkerCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The apps, as an image sees them. */
enum App {
    CDC("cdc", CdcMain.class, CdcSettings.all()) {
        @Override
        List<CommandLine> commands() {
            return List.of(
                    CdcCommand.commandLine(),
                    CheckCommand.commandLine(),
                    PrepareSourceCommand.commandLine(),
                    ResyncCommand.commandLine(),
                    LintRunbookCommand.commandLine());
        }

        @Override
        boolean accepts(List<String> arguments) {
            return acceptsOneOf(commands(), arguments);
        }
    },
    STREAM_APP("stream-app", StreamsMain.class, StreamSettings.all()) {
        @Override
        List<CommandLine> commands() {
            return List.of(StreamsCommand.commandLine());
        }

        /** It is its only command itself. */
        @Override
        boolean accepts(List<String> arguments) {
            return parses(commands().get(0), arguments);
        }
    },
    WORKER("worker", WorkerMain.class, Worker.settings()) {
        @Override
        List<CommandLine> commands() {
            return List.of(WorkerCommand.commandLine(), PrepareWorkerCommand.commandLine());
        }

        @Override
        boolean accepts(List<String> arguments) {
            return acceptsOneOf(commands(), arguments);
        }
    },
    CONSOLE("console", ConsoleMain.class, Console.settings()) {
        @Override
        List<CommandLine> commands() {
            return List.of(ConsoleCommand.commandLine());
        }

        @Override
        boolean accepts(List<String> arguments) {
            return acceptsOneOf(commands(), arguments);
        }

        @Override
        List<Setting<?>> ports() {
            return List.of(setting("licensewatch.console.port"), httpPort());
        }
    };

    private final String module;
    private final Class<?> mainClass;
    private final List<Setting<?>> settings;

    App(String module, Class<?> mainClass, List<Setting<?>> settings) {
        this.module = module;
        this.mainClass = mainClass;
        this.settings = settings;
    }

    static Optional<App> of(String module) {
        return Arrays.stream(values()).filter(app -> app.module.equals(module)).findFirst();
    }

    abstract List<CommandLine> commands();

    /** Whether its main class takes these arguments. */
    abstract boolean accepts(List<String> arguments);

    String module() {
        return module;
    }

    String mainClass() {
        return mainClass.getName();
    }

    List<Setting<?>> settings() {
        return settings;
    }

    Setting<?> httpPort() {
        return setting("licensewatch.http.port");
    }

    /** All that it listens on. */
    List<Setting<?>> ports() {
        return List.of(httpPort());
    }

    Setting<?> setting(String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean acceptsOneOf(List<CommandLine> commands, List<String> arguments) {
        return !arguments.isEmpty()
                && commands.stream()
                        .filter(command -> command.getCommandName().equals(arguments.get(0)))
                        .anyMatch(command -> parses(command, arguments.subList(1, arguments.size())));
    }

    private static boolean parses(CommandLine command, List<String> arguments) {
        try {
            command.parseArgs(arguments.toArray(String[]::new));
            return true;
        } catch (CommandLine.ParameterException e) {
            return false;
        }
    }
}
