package io.licensewatch.runtime.process;

import io.licensewatch.runtime.http.AddressTakenException;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.runtime.topics.TopicMismatchException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The message and the exit code of a command that ends with an exception. */
public final class CommandErrors implements CommandLine.IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandErrors.class);

    /** Installs the exit codes of licensewatch on a command line. */
    public static CommandLine handledBy(CommandLine commandLine) {
        return hidingValues(commandLine.setExecutionExceptionHandler(new CommandErrors()));
    }

    /** Keeps messages about wrong usage from repeating a value that may be a secret. */
    public static CommandLine hidingValues(CommandLine commandLine) {
        return commandLine.setParameterExceptionHandler(new UsageErrors(commandLine.getParameterExceptionHandler()));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof ConfigurationException) {
            print(command, String.valueOf(e.getMessage()));
            print(command, "see " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        }
        if (e instanceof TopicMismatchException
                || e instanceof KafkaUnavailableException
                || e instanceof AddressTakenException) {
            print(command, String.valueOf(e.getMessage()));
            return ExitCode.CHECKS_FAILED;
        }
        if (e instanceof AuthenticationException) {
            print(
                    command,
                    "Kafka refuses the login: " + Visible.of(String.valueOf(e.getMessage()))
                            + ". Check licensewatch.kafka.sasl-username and"
                            + " licensewatch.kafka.sasl-password (or -password-file)");
            return ExitCode.LOGIN_REFUSED;
        }
        if (e instanceof AuthorizationException) {
            print(
                    command,
                    "Kafka does not authorize this login: " + Visible.of(String.valueOf(e.getMessage()))
                            + ". See \"Least privilege in Kafka\" in docs/operations.md");
            return ExitCode.CHECKS_FAILED;
        }
        LOG.error("failed", e);
        print(command, Visible.of("failed: " + e));
        return ExitCode.FAILED;
    }

    private static void print(CommandLine command, String line) {
        command.getErr().println(command.getColorScheme().errorText(Visible.lines(line)));
        command.getErr().flush();
    }
}
