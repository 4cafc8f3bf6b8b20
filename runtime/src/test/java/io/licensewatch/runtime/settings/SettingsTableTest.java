package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
    private static final List<Setting<?>> SETTINGS = List.of(
            Setting.of("licensewatch.a", ValueType.INT, "Counts.").in("rows").defaultsTo("1"),
            Setting.of("licensewatch.b.c-d", ValueType.STRING, "Names.").asSecret());

    @Test
    void text_is_aligned() {
        assertThat(SettingsTable.text(SETTINGS)).isEqualTo("""
                        setting             environment         default     unit  description
                        licensewatch.a      LICENSEWATCH_A      1           rows  Counts.
                        licensewatch.b.c-d  LICENSEWATCH_B_C_D  (required)        Names. Secret; or give licensewatch.b.c-d-file.
                        """);
    }

    @Test
    void markdown_is_a_table() {
        assertThat(SettingsTable.markdown(SETTINGS))
                .startsWith("| setting | environment | default | unit | description |\n|---|---|---|---|---|\n")
                .contains("| licensewatch.a | LICENSEWATCH_A | 1 | rows | Counts. |\n");
    }
}
