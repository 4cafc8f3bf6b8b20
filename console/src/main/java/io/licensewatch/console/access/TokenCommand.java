package io.licensewatch.console.access;

import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates a token. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a token for a person and prints it, once, with the line for licensewatch.console.tokens-file.",
            "It does not write the file: append the line to it; the console reads it at once. To revoke a token, remove its line."
        })
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Name that the person's decisions are recorded with.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLES",
            required = true,
            description = "Roles of the person: view, operate (requests, pauses) or approve; comma-separated.")
    private String roles = "";

    private TokenCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new TokenCommand()));
    }

    @Override
    public Integer call() {
        if (!TokenLine.NAME.matcher(name).matches()) {
            throw new ParameterException(spec.commandLine(), "NAME is " + TokenLine.NAME_WORDS);
        }
        String token = TokenLine.newToken();
        TokenLine line = new TokenLine(new Person(name, parsed()), TokenLine.hash(token));
        PrintWriter out = spec.commandLine().getOut();
        out.println("token of " + name + ", shown this once: " + token);
        out.println("line for the tokens file:");
        out.println(line.text());
        out.flush();
        return ExitCode.OK;
    }

    private Set<Role> parsed() {
        try {
            return TokenLine.roles(roles);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--role " + e.getMessage());
        }
    }
}
