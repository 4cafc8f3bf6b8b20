package io.licensewatch.cdc;

import io.licensewatch.runtime.process.CommandErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of the cdc process. */
@Command(
        name = "licensewatch-cdc",
        mixinStandardHelpOptions = true,
        description = "The change feed of licensewatch: from Postgres to Kafka.")
public final class CdcMain {
    private CdcMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new CdcMain())
                .addSubcommand(CdcCommand.commandLine())
                .addSubcommand(CheckCommand.commandLine())
                .addSubcommand(PrepareSourceCommand.commandLine())
                .addSubcommand(ResyncCommand.commandLine())
                .addSubcommand(LintRunbookCommand.commandLine());
        return CommandErrors.handledBy(line);
    }
}
