package io.licensewatch.console;

import io.licensewatch.runtime.process.CommandErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of the console's process. */
@Command(
        name = "licensewatch-console",
        mixinStandardHelpOptions = true,
        description = "The console of licensewatch: web pages and an API with the content of the topics.")
public final class ConsoleMain {
    private ConsoleMain() {}

    public static void main(String[] arguments) {
        System.exit(
                CommandErrors.handledBy(new CommandLine(new ConsoleMain()).addSubcommand(ConsoleCommand.commandLine()))
                        .execute(arguments));
    }
}
