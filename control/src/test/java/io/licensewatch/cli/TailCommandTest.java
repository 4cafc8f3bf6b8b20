package io.licensewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TailCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine tail =
            TailCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void help_names_every_option_and_the_exit_codes() {
        assertThat(tail.execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("dead-letters", "--from-beginning", "--tenant", "--json", "--idle-exit", "--bootstrap")
                .contains("Exit codes");
    }

    @Test
    void wrong_input_is_a_line_and_exit_code_2() {
        assertThat(tail.execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("TOPIC");
        assertThat(tail.execute("alerts", "--idle-exit", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(tail.execute("alerts", "--idle-exit", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--idle-exit takes a number of seconds", "soon");
    }

    @Test
    void an_invalid_address_is_reported() {
        assertThat(tail.execute("alerts", "--bootstrap", "nonsense")).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("nonsense").doesNotContain("\tat ");
    }
}
