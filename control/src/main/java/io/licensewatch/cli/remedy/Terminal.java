package io.licensewatch.cli.remedy;

import io.licensewatch.cli.NoSuchTopicException;
import io.licensewatch.control.RefusedException;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.text.Visible;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** The output of a command. */
record Terminal(PrintWriter out, PrintWriter err) {
    static Terminal of(CommandSpec spec) {
        return new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    /** Runs a command; a refusal becomes a message and an exit code. */
    int run(Callable<Integer> work) throws Exception {
        try {
            return work.call();
        } catch (RefusedException e) {
            complain(String.valueOf(e.getMessage()));
            return e.exitCode();
        } catch (NoSuchTopicException e) {
            complain(String.valueOf(e.getMessage()));
            return ExitCode.CHECKS_FAILED;
        }
    }

    /** Prints one line; the text is escaped. */
    void say(String text) {
        out.println(Visible.of(text));
        out.flush();
    }

    void complain(String text) {
        err.println(Visible.lines(text));
        err.flush();
    }

    /** A warning that some records are missing from the answer. */
    void warnOf(Map<String, Integer> leftOut) {
        leftOut.forEach((topic, count) -> complain(count + (count == 1 ? " record on " : " records on ") + topic
                + " cannot be decoded and " + (count == 1 ? "is" : "are") + " left out"));
    }
}
