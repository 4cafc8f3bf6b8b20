package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.runtime.topics.TopicMismatch;
import io.licensewatch.runtime.topics.TopicMismatchException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandErrorsTest {
    private final StringWriter err = new StringWriter();

    @Test
    void a_wrong_configuration_ends_with_usage_and_points_to_help() {
        assertThat(run(new ConfigurationException("unknown setting x"))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("unknown setting x", "app --help").doesNotContain("\tat ");
    }

    @Test
    void a_failed_check_of_kafka_ends_with_checks_failed() {
        TopicMismatch mismatch = new TopicMismatch("t", "is odd", "fix it");

        assertThat(run(new TopicMismatchException(List.of(mismatch)))).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(run(new KafkaUnavailableException("no Kafka", new RuntimeException())))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("topic t is odd; fix it", "no Kafka");
    }

    @Test
    void a_refused_kafka_login_names_its_settings() {
        assertThat(run(new SaslAuthenticationException("Invalid username or password")))
                .isEqualTo(ExitCode.LOGIN_REFUSED);
        assertThat(err.toString()).contains("Invalid username or password", "licensewatch.kafka.sasl-username");
    }

    @Test
    void a_missing_acl_points_to_the_table_of_acls() {
        assertThat(run(new TopicAuthorizationException(Set.of("t")))).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(err.toString()).contains("[t]", "Least privilege in Kafka").doesNotContain("\tat ");
    }

    @Test
    void any_other_exception_ends_with_failed() {
        assertThat(run(new IllegalStateException("surprise"))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("surprise");
    }

    @Test
    void a_servers_message_cannot_forge_a_line_or_control_a_terminal() {
        String hostile = "x\u001b[2J\u202e\u2028\ry";

        run(new IllegalStateException(hostile + "\nforged"));
        run(new KafkaUnavailableException(hostile, new RuntimeException()));
        run(new SaslAuthenticationException(hostile + "\nforged"));
        run(new ConfigurationException(hostile));

        assertThat(err.toString()).matches("[ -~\n]+");
        assertThat(err.toString().lines()).noneMatch(line -> line.startsWith("forged"));
    }

    @Test
    void wrong_flags_end_with_usage() {
        assertThat(commandLine(new IllegalStateException()).execute("--nonsense"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void the_value_of_a_misspelt_flag_is_not_repeated() {
        String[][] lines = {
            {"--postgres-passwrd=s3cret"},
            {"--postgres-passwrd", "s3cret"},
            {"s3cret"},
            {"-Ps3cret"},
            {"--postgres-passwrd=first\ns3cret=x"},
            {"--known", "--other=s3cret"},
            {"--other", "--other=s3cret"},
            {"--other=s3cret", "--other=s3cret"},
        };
        for (String[] line : lines) {
            err.getBuffer().setLength(0);
            assertThat(commandLine(new IllegalStateException()).execute(line)).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).as(String.join(" ", line)).isNotBlank().doesNotContain("s3cret");
        }
    }

    @Test
    void a_misspelt_flag_and_an_unknown_command_are_named() {
        CommandLine line = commandLine(new IllegalStateException()).addSubcommand("check", new Sub());

        assertThat(line.execute("--knwon=s3cret")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("unknown flag --knwon", "did you mean --known", "app --help");

        line.execute("chek");
        assertThat(err.toString()).contains("unknown command chek", "did you mean check");
    }

    private int run(Exception thrown) {
        return commandLine(thrown).execute();
    }

    private CommandLine commandLine(Exception thrown) {
        return CommandErrors.handledBy(new CommandLine(new Failing(thrown)).setErr(new PrintWriter(err)));
    }

    @Command(name = "check")
    private static final class Sub {}

    @Command(name = "app")
    @SuppressWarnings("UnusedVariable") // the test misspells these flags
    private static final class Failing implements Callable<Integer> {
        private final Exception thrown;

        @Option(names = "--known")
        private String known = "";

        @Option(names = "--other")
        private String other = "";

        Failing(Exception thrown) {
            this.thrown = thrown;
        }

        @Override
        public Integer call() throws Exception {
            throw thrown;
        }
    }
}
