package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** docs/settings.md is written from the settings that the apps declare. */
class SettingsPageTest {
    private static final String PAGE = "docs/settings.md";
    private static final String WRITE = "licensewatch.docs.write";
    private static final String COMMAND = "mvn -q -Dquick -pl local -am test -Dtest=SettingsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE;

    @Test
    void page_shows_the_settings_of_the_apps() throws IOException {
        Repository repository = Repository.here();
        if (System.getProperty(WRITE) != null) {
            Files.writeString(repository.path(PAGE), page());
        }
        assertThat(repository.text(PAGE))
                .as("%s is stale; generate it with: %s", PAGE, COMMAND)
                .isEqualTo(page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Settings

                Generated from the code; generate it again with

                    %s

                A setting is given in a properties file (`--config FILE`) under its name, in the environment, or as a flag:
                `licensewatch.kafka.bootstrap-servers` is `LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS` and `--kafka-bootstrap-servers`.
                A flag wins over the environment, that over the file. A setting that the app does not know is an error (exit code
                2), wherever it is given. A secret can stand in a file of its own, which the setting with `-file` (`_FILE`) at its
                end names.

                Durations are written as `250ms`, `1s`, `5m`, `2h`, `7d` or as ISO 8601 has them, `PT1H`.
                """.formatted(COMMAND));
        for (App app : App.values()) {
            page.append("\n## ").append(app.module()).append("\n\n").append(SettingsTable.markdown(app.settings()));
        }
        return page.toString();
    }
}
