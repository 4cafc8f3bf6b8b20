package io.licensewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.LaunchedBench;
import io.licensewatch.runtime.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"stream", "cdc", "snapshot", "latency", "restart"})
    void every_benchmark_has_help(String benchmark) {
        assertThat(execute(benchmark, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: licensewatch bench " + benchmark, "--json");
        assertThat(execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: licensewatch bench ", "  " + benchmark);
    }

    @Test
    void shell_completion_knows_all_benchmarks() {
        assertThat(BenchCommand.commandLine().getSubcommands().keySet())
                .containsExactlyElementsOf(LaunchedBench.BENCHMARKS);
    }

    @Test
    void wrong_usage_is_exit_code_2() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("stream, cdc, snapshot, latency, restart");
        assertThat(execute("stream", "--changes", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--changes must be at least 1000");
    }

    private int execute(String... arguments) {
        return BenchCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
