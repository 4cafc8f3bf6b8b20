package io.licensewatch.bench;

import io.licensewatch.local.LocalErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.json.Json;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmarks by name. */
@Command(
        name = "licensewatch bench",
        mixinStandardHelpOptions = true,
        description = "Measures licensewatch, where it can be against something simple in the same run.",
        synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand implements Runnable {
    private static final int LEAST_CHANGES = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BenchCommand() {}

    static CommandLine commandLine() {
        return LocalErrors.handledBy(new CommandLine(new BenchCommand())
                .addSubcommand(new Stream())
                .addSubcommand(new Change())
                .addSubcommand(new Snapshot())
                .addSubcommand(new Latency())
                .addSubcommand(new Restart()));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "which benchmark? There are: "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** What all benchmarks have in common. */
    private abstract static class Benchmark implements Callable<Integer> {
        @Option(names = "--json", description = "Print the figures as one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        abstract Figures run(Consumer<String> progress) throws Exception;

        @Override
        public Integer call() throws Exception {
            Figures figures = run(step -> spec.commandLine().getErr().println("bench: " + step));
            spec.commandLine()
                    .getOut()
                    .println(json ? Json.MAPPER.writeValueAsString(figures.asJson()) : figures.asText());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }

        /** With less, the figures would say nothing. */
        int atLeast(int least, String option, int given) {
            if (given < least) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        option + " must be at least " + least + " for the figures to say anything: " + given);
            }
            return given;
        }
    }

    @Command(
            name = "stream",
            mixinStandardHelpOptions = true,
            description = {
                "Row changes that wait in Kafka through stream-app, against a topology that only passes them on with the"
                        + " same settings; and the cost of a change in a tenant of 100,000 users against one of 100.",
                "CPU a change is what to compare: other work on the machine bends the clock, and CPU hardly.",
                "Takes about five minutes on 2 cores; progress is reported on standard error."
            })
    private static final class Stream extends Benchmark {
        @Option(
                names = "--changes",
                paramLabel = "N",
                defaultValue = "400000",
                description = "Row changes to time. Default: ${DEFAULT-VALUE}.")
        private int changes;

        @Override
        Figures run(Consumer<String> progress) throws Exception {
            return StreamBench.run(StreamBench.Effort.usual(atLeast(LEAST_CHANGES, "--changes", changes)), progress);
        }
    }

    @Command(
            name = "cdc",
            mixinStandardHelpOptions = true,
            description = {
                "Row changes that wait in Postgres' log through cdc to Kafka, against the same engine with a sink that does"
                        + " nothing, and with Kafka Connect's JSON converter before the same producer.",
                "Takes two to three minutes on 2 cores; progress is reported on standard error."
            })
    private static final class Change extends Benchmark {
        @Option(
                names = "--changes",
                paramLabel = "N",
                defaultValue = "200000",
                description = "Row changes to time. Default: ${DEFAULT-VALUE}.")
        private int changes;

        @Override
        Figures run(Consumer<String> progress) throws Exception {
            return CdcBench.run(atLeast(LEAST_CHANGES, "--changes", changes), progress);
        }
    }

    @Command(
            name = "snapshot",
            mixinStandardHelpOptions = true,
            description = {
                "The first start on a database of many rows: the engine alone, cdc until all is in Kafka, and both apps until the"
                        + " first alert and until they are ready.",
                "Takes two to five minutes on 2 cores; progress is reported on standard error."
            })
    private static final class Snapshot extends Benchmark {
        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Rows of the watched tables, about. Default: ${DEFAULT-VALUE}.")
        private int rows;

        @Override
        Figures run(Consumer<String> progress) throws Exception {
            return SnapshotBench.run(atLeast(LEAST_CHANGES, "--rows", rows), progress);
        }
    }

    @Command(
            name = "latency",
            mixinStandardHelpOptions = true,
            description = {
                "From a commit in Postgres to the alert visible in Kafka, of a rule without a hold, while other tenants are"
                        + " written.",
                "Takes about a minute on 2 cores; progress is reported on standard error."
            })
    private static final class Latency extends Benchmark {
        @Option(
                names = "--alerts",
                paramLabel = "N",
                defaultValue = "300",
                description = "Alerts to time, ten each second. Default: ${DEFAULT-VALUE}.")
        private int alerts;

        @Option(
                names = "--rate",
                paramLabel = "N",
                defaultValue = "500",
                description = "Other row changes per second; 0 for none. Default: ${DEFAULT-VALUE}.")
        private int rate;

        @Override
        Figures run(Consumer<String> progress) throws Exception {
            return LatencyBench.run(atLeast(10, "--alerts", alerts), atLeast(0, "--rate", rate), progress);
        }
    }

    @Command(
            name = "restart",
            mixinStandardHelpOptions = true,
            description = {
                "stream-app from its start to running, with the state that it left on disk, and with none, so that all is"
                        + " restored from Kafka.",
                "Takes two to three minutes on 2 cores; progress is reported on standard error."
            })
    private static final class Restart extends Benchmark {
        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "1000000",
                description = "Rows of the source that the state holds. Default: ${DEFAULT-VALUE}.")
        private int rows;

        @Override
        Figures run(Consumer<String> progress) throws Exception {
            return RestartBench.run(atLeast(LEAST_CHANGES, "--rows", rows), progress);
        }
    }
}
