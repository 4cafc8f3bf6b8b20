package io.licensewatch.local;

import io.licensewatch.cli.Palette;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.ServiceRun;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays the runbook's incidents. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays the runbook's incidents on a small made-up SaaS, with an embedded Postgres 16 and Kafka: the SQL, the"
                    + " alert, the commands, what the worker does, and the verdict. Then stays up, so that you can try your own SQL."
        },
        footer = {
            "",
            "Exit codes with --once: 0 everything expected was published and nothing else, 1 otherwise, 3 the stack cannot start."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "End after the scenario.")
    private boolean once;

    @Option(
            names = "--json",
            description =
                    "On standard output one JSON object per record of the public topics: topic, partition, offset,"
                            + " timestamp (ms since 1970), key, headers, value. Everything else goes to standard error.")
    private boolean json;

    private DemoCommand() {}

    static CommandLine commandLine() {
        return LocalErrors.handledBy(new CommandLine(new DemoCommand()));
    }

    @Override
    public Integer call() throws Exception {
        // Standard error is a terminal as often as standard output; colours there would be guessed.
        PrintStream people = json ? System.err : System.out;
        Palette palette = json ? new Palette(false) : Palette.ofTerminal();
        return ServiceRun.untilStopped(run -> {
            DemoRun demo = new DemoRun(run, people, palette, json ? System.out : null);
            if (once) {
                run.exitCodeWhenStopped(ExitCode.FAILED); // also when interrupted: it has not been seen then
                run.exitCodeWhenStopped(demo.play() ? ExitCode.OK : ExitCode.FAILED);
                run.stop();
            } else {
                demo.play();
                demo.stayUp();
            }
        });
    }
}
