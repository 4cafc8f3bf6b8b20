package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

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
    void the_page_shows_the_settings_of_the_apps() throws IOException {
        Repository repository = Repository.here();
        if (System.getProperty(WRITE) != null) {
            Files.writeString(repository.path(PAGE), page());
        }
        assertThat(repository.text(PAGE))
                .as("%s is stale; to update it, run: %s", PAGE, COMMAND)
                .isEqualTo(page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Settings

                This page is generated from the code. To update it, run

                    %s

                A setting is given in a properties file (`--config FILE`) under its name, in the environment, or as a flag:
                `licensewatch.kafka.bootstrap-servers` is `LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS` and `--kafka-bootstrap-servers`.
                Flags take precedence over the environment, and the environment over the file. An unknown setting is an error (exit
                code 2) in all three places. A secret can be in a separate file, which the setting with the suffix `-file` (`_FILE`)
                names.

                Durations are written as `250ms`, `1s`, `5m`, `2h`, `7d` or in ISO 8601, `PT1H`.
                """.formatted(COMMAND));
        for (App app : App.values()) {
            page.append("\n## ").append(app.module()).append("\n\n").append(SettingsTable.markdown(app.settings()));
        }
        return page.toString();
    }
}
