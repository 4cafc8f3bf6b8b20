package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.embedded.Ports;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.worker.WorkerCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code worker pause|resume|status} as typed: their output and exit codes. */
class OperatorCommandsIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final String OPERATOR = "operator_of_tests";

    private Source source;

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void operator() throws Exception {
        source = postgres.shared(Family.STEWARDTRACK);
        source.execute("DO $$ BEGIN CREATE ROLE " + OPERATOR
                + " LOGIN IN ROLE licensewatch_operator; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }

    private static Run type(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = WorkerCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setUsageHelpWidth(200);
        return new Run(line.execute(arguments), out.toString(), err.toString());
    }

    private Run as(String role, String command, String... more) {
        return at(source.url(role), command, more);
    }

    private static Run at(String url, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--postgres-url=" + url));
        arguments.addAll(Arrays.asList(more));
        return type(arguments.toArray(String[]::new));
    }

    @Test
    void a_pause_holds_a_command_until_the_resume_and_status_lists_both() throws Exception {
        Run paused = as(OPERATOR, "pause", "--reason=restore of Friday", "--by=maria", "--tenant=" + id("A"));
        assertThat(paused)
                .isEqualTo(new Run(
                        ExitCode.OK,
                        "paused all commands of tenant " + id("A") + "; none of them is executed from now on\n",
                        ""));
        assertThat(as(OPERATOR, "pause", "--reason=views", "--by=ben", "--type=REFRESH_VIEWS").out)
                .isEqualTo("paused commands REFRESH_VIEWS; none of them is executed from now on\n");
        TestCommand command = EffectsIT.complete();
        try (Commands commands = source.commands()) {
            assertThat(commands.run(command)).isEqualTo("HELD");

            Run status = as(OPERATOR, "status");
            assertThat(status.code).as(status.err).isEqualTo(ExitCode.OK);
            assertThat(status.out.lines())
                    .anyMatch(line -> line.startsWith("open: 1 HELD, the oldest since 20"))
                    .contains("held: 1 PAUSED", "last 24 h: none")
                    .anyMatch(line -> line.startsWith("paused: all commands of tenant " + id("A") + " by maria at 20")
                            && line.endsWith(": restore of Friday"))
                    .anyMatch(line -> line.startsWith("paused: commands REFRESH_VIEWS by ben at 20"));

            assertThat(as(OPERATOR, "resume", "--by=maria", "--tenant=" + id("A")).out)
                    .isEqualTo("resumed all commands of tenant " + id("A") + "; pauses that are left: 1\n");
            assertThat(commands.advance(command)).isEqualTo("APPLIED");
            assertThat(as(OPERATOR, "resume", "--type=REFRESH_VIEWS").out)
                    .isEqualTo("resumed commands REFRESH_VIEWS; nothing is paused\n");
            assertThat(as(OPERATOR, "status").out.lines().toList())
                    .containsExactly("open: none", "held: none", "last 24 h: 1 APPLIED");
        }
        assertThat(source.values("SELECT login || ' ' || act || ' ' || by FROM licensewatch.control_log ORDER BY id"))
                .startsWith(OPERATOR + " PAUSE maria", OPERATOR + " PAUSE ben", OPERATOR + " RESUME maria")
                .hasSize(4);
    }

    @Test
    void the_status_is_json_for_scripts_and_the_worker_may_read_it_too() {
        Run status = as(Source.WORKER, "status", "--json");
        assertThat(status.code).as(status.err).isEqualTo(ExitCode.OK);
        assertThat(status.out.lines()).hasSize(1);
        assertThat(Commands.parse(status.out).path("pauses")).isEmpty();
        assertThat(Commands.parse(status.out).path("open").isObject()).isTrue();
    }

    @Test
    void the_worker_itself_can_neither_pause_nor_resume() {
        for (Run refused : List.of(as(Source.WORKER, "pause", "--reason=x"), as(Source.WORKER, "resume"))) {
            assertThat(refused.code).isEqualTo(ExitCode.CHECKS_FAILED);
            assertThat(refused.out).isEmpty();
            assertThat(refused.err)
                    .contains("permission denied for function", "GRANT licensewatch_operator TO")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause",
                "pause --reason",
                "pause --reason=x --type=DROP_TABLES",
                "pause --reason=x everything",
                "resume --reason=x",
                "resume --type=refresh",
                "status --tenant=7",
                "halt"
            })
    void wrong_usage_is_explained_and_changes_nothing(String typed) throws Exception {
        Run refused = type(typed.split(" ", -1));
        assertThat(refused.code).isEqualTo(ExitCode.USAGE);
        assertThat(refused.out).isEmpty();
        assertThat(refused.err).isNotEmpty().doesNotContain("\tat ");
        assertThat(source.values("SELECT act FROM licensewatch.control_log")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "status"})
    void each_help_names_the_role_that_may_run_it(String command) {
        Run help = type(command, "--help");
        assertThat(help.code).isEqualTo(ExitCode.OK);
        assertThat(help.err).isEmpty();
        assertThat(help.out)
                .contains("Usage: worker " + command, "licensewatch_operator", "--postgres-url")
                .doesNotContain("--kafka");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause --reason=x", "resume", "status"})
    void an_unreachable_unprepared_or_refusing_source_is_reported(String typed) throws Exception {
        String[] words = typed.split(" ", -1);
        String[] more = Arrays.copyOfRange(words, 1, words.length);
        String url = source.url(OPERATOR);

        Run away = at(url.replace(":" + source.port() + "/", ":" + Ports.free() + "/"), words[0], more);
        assertThat(away.code).as(away.err).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(away.err).contains("127.0.0.1").doesNotContain("\tat ");

        Run refused = at(source.url("nobody_at_all"), words[0], more);
        assertThat(refused.code).as(refused.err).isEqualTo(ExitCode.LOGIN_REFUSED);
        assertThat(refused.err).contains("nobody_at_all").doesNotContain("\tat ");

        Run bare = at(url.replace("/" + source.database(), "/postgres"), words[0], more);
        assertThat(bare.code).as(bare.err).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(bare.err).contains("licensewatch prepare-worker --apply").doesNotContain("\tat ");
    }
}
