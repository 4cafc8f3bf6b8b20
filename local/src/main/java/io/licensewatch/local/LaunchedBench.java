package io.licensewatch.local;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The line of {@code bench} in the help and in shell completion. The benchmarks are a module that nothing depends on: the launcher
 * script starts its main class instead of this one.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures licensewatch, where it can be against something simple in the same run.")
public final class LaunchedBench implements Runnable {
    public static final List<String> BENCHMARKS = List.of("stream", "cdc", "snapshot", "latency", "restart");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "BENCHMARK",
            completionCandidates = Benchmarks.class,
            description = "${COMPLETION-CANDIDATES}")
    private List<String> arguments = new ArrayList<>();

    LaunchedBench() {}

    /** As picocli wants them. */
    static final class Benchmarks extends ArrayList<String> {
        Benchmarks() {
            super(BENCHMARKS);
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "the benchmarks are not part of this distribution; in the sources: ./licensewatch bench "
                        + String.join(" ", arguments));
    }
}
