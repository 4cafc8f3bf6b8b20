package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("rules.properties"), text);
    }

    @Test
    void some_of_the_rules_are_enough() throws Exception {
        assertThat(RulesFile.read(file("# quieter\nlicensewatch.rules.drift-hold = 10m\n")))
                .containsExactly(Map.entry("licensewatch.rules.drift-hold", "10m"));
    }

    @Test
    void what_is_no_rule_is_named_with_its_line() throws Exception {
        Path file = file(
                "\nlicensewatch.rules.drift-hold: 10m\nlicensewatch.rules.drifthold=1m\nlicensewatch.http.port=1\n");

        assertThatThrownBy(() -> RulesFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unknown rule licensewatch.rules.drifthold in " + file + ", line 3")
                .hasMessageContaining("unknown rule licensewatch.http.port in " + file + ", line 4")
                .hasMessageContaining("licensewatch.rules.onboarding-stall");
    }

    @Test
    void a_value_that_is_none_is_named_with_its_line_and_what_is_expected() throws Exception {
        Path file = file("licensewatch.rules.drift-hold=soon");

        assertThatThrownBy(() -> RulesFile.read(file))
                .hasMessageContaining("wrong rule licensewatch.rules.drift-hold = 'soon' in " + file + ", line 1")
                .hasMessageContaining("a duration such as");
    }

    @Test
    void a_file_that_is_missing_empty_or_broken_is_refused() throws Exception {
        assertThatThrownBy(() -> RulesFile.read(directory.resolve("none")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot read");
        Path empty = file("# nothing");
        assertThatThrownBy(() -> RulesFile.read(empty)).hasMessageContaining("has no rule");
        Path broken = file("licensewatch.rules.zone=\\u12");
        assertThatThrownBy(() -> RulesFile.read(broken))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot read");
    }
}
