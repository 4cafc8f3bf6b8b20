package io.licensewatch.local.bench;

import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.json.Json;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmarks by name. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures licensewatch against something simple in the same run.",
        synopsisSubcommandLabel = "BENCHMARK")
public final class BenchCommand implements Runnable {
    private static final int LEAST_CHANGES = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BenchCommand() {}

    public static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).addSubcommand(new Stream()).addSubcommand(new Change());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which benchmark? There are: stream, cdc");
    }

    /** What all benchmarks have in common. */
    private abstract static class Benchmark implements Callable<Integer> {
        @Option(names = "--json", description = "Print the figures as one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        abstract int changes();

        /** Times them; returns the figures, for programs or for a person. */
        abstract Object figures(Consumer<String> progress, boolean forPrograms) throws Exception;

        @Override
        public Integer call() throws Exception {
            if (changes() < LEAST_CHANGES) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--changes must be at least " + LEAST_CHANGES + ", or nothing can be said: " + changes());
            }
            Object figures = figures(step -> spec.commandLine().getErr().println("bench: " + step), json);
            spec.commandLine().getOut().println(json ? Json.MAPPER.writeValueAsString(figures) : figures);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "stream",
            mixinStandardHelpOptions = true,
            description = {
                "Row changes that wait in Kafka through stream-app, against a topology that only passes them on with the"
                        + " same settings; and the cost of a change in a tenant of 100,000 users against one of 100.",
                "Takes two to three minutes on 2 cores; progress is told on standard error."
            })
    private static final class Stream extends Benchmark {
        @Option(
                names = "--changes",
                paramLabel = "N",
                defaultValue = "400000",
                description = "Row changes to time. Default: ${DEFAULT-VALUE}.")
        private int changes;

        @Override
        int changes() {
            return changes;
        }

        @Override
        Object figures(Consumer<String> progress, boolean forPrograms) throws Exception {
            StreamFigures figures = StreamBench.run(changes, StreamBench.LARGE, progress);
            return forPrograms ? figures.asJson() : text(figures);
        }

        private static String text(StreamFigures figures) {
            return String.format(
                    Locale.ROOT,
                    "stream-app           %,12.0f changes/s%n"
                            + "pass-through         %,12.0f changes/s%n"
                            + "ratio                %12.2f%n"
                            + "tenant growth ratio  %12.2f  (100,000 users against 100)",
                    figures.changesPerSecond(),
                    figures.passThroughPerSecond(),
                    figures.ratio(),
                    figures.tenantGrowthRatio());
        }
    }

    @Command(
            name = "cdc",
            mixinStandardHelpOptions = true,
            description = {
                "Row changes that wait in Postgres' log through cdc to Kafka, against the same engine with a sink that does"
                        + " nothing, and with Kafka Connect's JSON converter before the same producer.",
                "Takes two to three minutes on 2 cores; progress is told on standard error."
            })
    private static final class Change extends Benchmark {
        @Option(
                names = "--changes",
                paramLabel = "N",
                defaultValue = "200000",
                description = "Row changes to time. Default: ${DEFAULT-VALUE}.")
        private int changes;

        @Override
        int changes() {
            return changes;
        }

        @Override
        Object figures(Consumer<String> progress, boolean forPrograms) throws Exception {
            CdcFigures figures = CdcBench.run(changes, progress);
            return forPrograms ? figures.asJson() : text(figures);
        }

        private static String text(CdcFigures figures) {
            return String.format(
                    Locale.ROOT,
                    "cdc                  %,12.0f changes/s%n"
                            + "sink that does nothing%,11.0f changes/s%n"
                            + "JSON converter       %,12.0f changes/s%n"
                            + "ratio                %12.2f  (to the sink that does nothing)%n"
                            + "ratio                %12.2f  (to the JSON converter)",
                    figures.changesPerSecond(),
                    figures.emptySinkPerSecond(),
                    figures.jsonConverterPerSecond(),
                    figures.ratio(),
                    figures.ratioToJsonConverter());
        }
    }
}
