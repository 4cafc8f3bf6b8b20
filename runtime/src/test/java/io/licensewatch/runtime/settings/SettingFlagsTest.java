package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SettingFlagsTest {
    private static final Setting<String> SERVERS = Setting.of(
                    "licensewatch.kafka.bootstrap-servers", ValueType.STRING, "Brokers, 100% of them.")
            .defaultsTo("localhost:9092");
    private static final Setting<Boolean> DRY = Setting.of("licensewatch.dry-run", ValueType.BOOLEAN, "Only report.")
            .defaultsTo("false");
    private static final Setting<Optional<String>> PASSWORD = Setting.of(
                    "licensewatch.kafka.password", ValueType.STRING, "Password.")
            .optional()
            .asSecret();

    private final CommandSpec command = CommandSpec.create().name("app");
    private final SettingFlags flags = SettingFlags.addTo(command, List.of(SERVERS, DRY, PASSWORD));
    private final CommandLine commandLine = new CommandLine(command);

    @Test
    void only_given_flags_are_collected() {
        commandLine.parseArgs("--kafka-bootstrap-servers", "a:1", "--kafka-password-file=/run/p", "--config", "x.conf");

        assertThat(flags.given())
                .containsOnly(
                        Map.entry("licensewatch.kafka.bootstrap-servers", "a:1"),
                        Map.entry("licensewatch.kafka.password-file", "/run/p"));
        assertThat(flags.configFile()).isEqualTo(Path.of("x.conf"));
    }

    @Test
    void flags_and_environment_make_the_settings() {
        commandLine.parseArgs("--dry-run");

        Settings settings = flags.load(Map.of("LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS", "b:2"));

        assertThat(settings.get(DRY)).isTrue();
        assertThat(settings.get(SERVERS)).isEqualTo("b:2");
    }

    @Test
    void a_second_parse_forgets_the_first() {
        commandLine.parseArgs("--dry-run");
        commandLine.parseArgs();

        assertThat(flags.given()).isEmpty();
        assertThat(flags.configFile()).isNull();
    }

    @Test
    void help_names_each_flag_with_its_default() {
        assertThat(commandLine.getUsageMessage())
                .contains("--config=FILE", "--kafka-bootstrap-servers=VALUE", "Default: localhost:9092", "100% of");
    }
}
