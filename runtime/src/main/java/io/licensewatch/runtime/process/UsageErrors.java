package io.licensewatch.runtime.process;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Error messages for unknown arguments. A misspelt flag may be that of a secret, so its value is not repeated. */
final class UsageErrors implements IParameterExceptionHandler {
    private static final String HIDDEN = "********";

    private final IParameterExceptionHandler usual;

    /** @param usual picocli's handler for all other errors */
    UsageErrors(IParameterExceptionHandler usual) {
        this.usual = usual;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) throws Exception {
        if (e instanceof UnmatchedArgumentException unmatched) {
            CommandLine command = unmatched.getCommandLine();
            print(command, problem(unmatched.getUnmatched(), arguments));
            if (!unmatched.getSuggestions().isEmpty()) {
                print(command, "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
            }
            print(command, "see " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        }
        return usual.handleParseException(
                new ParameterException(e.getCommandLine(), withoutValues(String.valueOf(e.getMessage()), arguments)),
                arguments);
    }

    private static String problem(List<String> unmatched, String[] arguments) {
        List<String> flags = new ArrayList<>();
        int others = 0;
        for (String argument : unmatched) {
            if (argument.startsWith("-")) {
                flags.add(name(argument));
            } else {
                others++;
            }
        }
        if (flags.isEmpty() && unmatched.get(0).equals(arguments[0]) && arguments[0].matches("[a-z][a-z-]{0,30}")) {
            return "unknown command " + arguments[0];
        }
        List<String> problems = new ArrayList<>();
        if (!flags.isEmpty()) {
            problems.add("unknown flag " + String.join(", ", flags));
        }
        if (others > 0) {
            problems.add(others + (others == 1 ? " argument" : " arguments")
                    + " without a flag (not repeated here: it may be a secret)");
        }
        return String.join("; ", problems);
    }

    /** The flag without its value, whether that follows a = or a short flag directly. */
    private static String name(String flag) {
        String name = flag.replaceFirst("(?s)=.*", "");
        return flag.startsWith("--") ? name : name.substring(0, Math.min(2, name.length()));
    }

    private static String withoutValues(String message, String[] arguments) {
        String hidden = message;
        for (String argument : arguments) {
            int end = argument.startsWith("-") ? argument.indexOf('=') : -1;
            if (end >= 0 && end + 1 < argument.length()) {
                hidden = hidden.replace(argument, argument.substring(0, end + 1) + HIDDEN);
            }
        }
        return hidden;
    }

    private static void print(CommandLine command, String line) {
        command.getErr().println(command.getColorScheme().errorText(line));
        command.getErr().flush();
    }
}
