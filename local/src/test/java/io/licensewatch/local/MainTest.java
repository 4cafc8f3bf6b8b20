package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.process.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "local",
                "cdc",
                "streams",
                "prepare-source",
                "prepare-worker",
                "console",
                "check",
                "resync",
                "tail",
                "replay",
                "commands",
                "command",
                "approve",
                "reject",
                "request",
                "completion",
                "bench"
            })
    void every_command_has_help(String command) {
        assertThat(execute(command, "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: licensewatch " + command, "--help");
        assertThat(execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("  " + command);
    }

    @Test
    void the_version_says_release_and_commit() {
        assertThat(execute("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .matches("licensewatch [0-9]+[.]\\S+, commit ([0-9a-f]{7,40}( with changes)?|unknown)\\s+");
    }

    @Test
    void completion_prints_a_script_that_knows_every_command_and_that_bash_can_read(@TempDir Path directory)
            throws Exception {
        assertThat(execute("completion")).isEqualTo(ExitCode.OK);
        String script = out.toString();
        Main.commandLine()
                .getSubcommands()
                .keySet()
                .forEach(command -> assertThat(script).contains(command));
        assertThat(script).contains("complete -F _complete_licensewatch", "EXTEND_LICENSE", "--postgres-url");
        Path file = Files.writeString(directory.resolve("completion.bash"), script);
        Process bash = new ProcessBuilder("bash", "-n", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void wrong_usage_is_told_without_a_stack_trace_and_is_exit_code_2() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("a command is missing");
        assertThat(execute("demmo")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("demo", "--twice")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("local", "--kafka-port", "70000")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("local", "--console-port", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("local", "--source", "mysql://somewhere")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("local", "--source", "postgresql://a:secret@h:1/d", "--postgres-port", "1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("70000", "postgresql://user:password@host:port/database")
                .doesNotContain("secret", "\tat ");
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
