package io.licensewatch.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Setting<Integer> PORT = Setting.of(
                    "licensewatch.http.port", ValueType.intBetween(-1, 65535), "Where to listen.")
            .defaultsTo("8080");
    private static final Setting<Duration> DB_WAIT = Setting.of(
                    "licensewatch.db.wait-time", ValueType.DURATION, "How long.")
            .defaultsTo("1s");
    private static final Setting<Optional<String>> PASSWORD = Setting.of(
                    "licensewatch.db.password", ValueType.STRING, "Password.")
            .optional()
            .asSecret();
    private static final Setting<String> URL = Setting.of("licensewatch.db.url", ValueType.STRING, "The database.");
    private static final List<Setting<?>> KNOWN = List.of(PORT, DB_WAIT, PASSWORD);

    @TempDir
    Path directory;

    @Test
    void a_missing_value_has_its_default() {
        Settings settings = Settings.of(KNOWN, Map.of());

        assertThat(settings.get(PORT)).isEqualTo(8080);
        assertThat(settings.get(DB_WAIT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(PASSWORD)).isEmpty();
    }

    @Test
    void flags_take_precedence_over_the_environment_and_that_over_the_file() throws Exception {
        Path file = file("licensewatch.http.port=1\nlicensewatch.db.wait-time=10s\nlicensewatch.db.password=a");
        Map<String, String> environment =
                Map.of("LICENSEWATCH_HTTP_PORT", "2", "LICENSEWATCH_DB_WAIT_TIME", "20s", "PATH", "/bin");

        Settings settings = Settings.load(KNOWN, file, environment, Map.of(PORT.name(), "3"));

        assertThat(settings.get(PORT)).isEqualTo(3);
        assertThat(settings.get(DB_WAIT)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.get(PASSWORD)).contains("a");
    }

    @Test
    void an_unknown_setting_is_an_error_that_names_the_nearest_known_one() throws Exception {
        Path file = file("licensewatch.htp.port=1");
        Map<String, String> environment = Map.of("LICENSEWATCH_DB_WAITTIME", "1s");
        Map<String, String> flags = Map.of("licensewatch.db.pasword", "x", "something.else.entirely", "y");

        problems(KNOWN, file, environment, flags)
                .containsExactlyInAnyOrder(
                        "unknown setting licensewatch.htp.port in " + file + "; did you mean licensewatch.http.port?",
                        "unknown setting LICENSEWATCH_DB_WAITTIME in the environment;"
                                + " did you mean LICENSEWATCH_DB_WAIT_TIME?",
                        "unknown setting licensewatch.db.pasword in the flags;"
                                + " did you mean licensewatch.db.password?",
                        "unknown setting something.else.entirely in the flags");
    }

    @Test
    void all_problems_are_reported_at_once() {
        problems(
                        List.of(PORT, DB_WAIT, URL),
                        null,
                        Map.of("LICENSEWATCH_HTTP_PORT", "70000"),
                        Map.of(DB_WAIT.name(), "soon"))
                .containsExactly(
                        "wrong setting licensewatch.http.port = '70000' in the environment:"
                                + " expected a whole number from -1 to 65535",
                        "wrong setting licensewatch.db.wait-time = 'soon' in the flags:"
                                + " expected a duration such as 250ms, 1s, 5m, 2h, 7d or PT1H",
                        "missing setting licensewatch.db.url: expected some text,"
                                + " as --db-url or LICENSEWATCH_DB_URL");
    }

    @Test
    void a_wrong_secret_is_not_quoted() {
        Setting<Integer> pin =
                Setting.of("licensewatch.pin", ValueType.INT, "A number.").asSecret();

        problems(List.of(pin), null, Map.of(), Map.of(pin.name(), "hunter2"))
                .containsExactly("wrong setting licensewatch.pin in the flags: expected a whole number");
    }

    @Test
    void a_secret_is_read_from_a_file_without_the_line_end() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "p${x}w\n");

        Settings settings =
                Settings.load(KNOWN, null, Map.of("LICENSEWATCH_DB_PASSWORD_FILE", secret.toString()), Map.of());

        assertThat(settings.get(PASSWORD)).contains("p${x}w");
        assertThat(settings.toString()).doesNotContain("p${x}w").contains("licensewatch.db.password=********");
    }

    @Test
    void a_secret_from_a_source_of_higher_precedence_wins_over_its_file() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "weak");
        Map<String, String> environment = Map.of("LICENSEWATCH_DB_PASSWORD_FILE", secret.toString());

        Settings settings = Settings.load(KNOWN, null, environment, Map.of(PASSWORD.name(), "strong"));

        assertThat(settings.get(PASSWORD)).contains("strong");
    }

    @Test
    void a_secret_and_its_file_in_one_source_are_an_error() {
        problems(
                        KNOWN,
                        null,
                        Map.of("LICENSEWATCH_DB_PASSWORD_FILE", "/x", "LICENSEWATCH_DB_PASSWORD", "hunter2"),
                        Map.of())
                .containsExactly("both licensewatch.db.password and licensewatch.db.password-file in the environment:"
                        + " expected one of them");
    }

    @Test
    void a_secret_file_that_cannot_be_read_is_an_error() {
        problems(KNOWN, null, Map.of(), Map.of(PASSWORD.name() + "-file", directory + "/none"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("wrong setting licensewatch.db.password-file = '" + directory + "/none' in the flags:")
                .contains("expected a file that can be read");
    }

    @Test
    void a_possible_secret_in_the_wrong_place_is_not_repeated() throws Exception {
        for (String secret : List.of("hunter2", "postgresql://u:hunter2@h/d")) {
            problems(KNOWN, null, Map.of("LICENSEWATCH_DB_PASSWORD_FILE", secret), Map.of())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("wrong setting licensewatch.db.password-file")
                    .doesNotContain("hunter2");
            problems(KNOWN, file(secret), Map.of(), Map.of())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("unknown setting")
                    .doesNotContain("hunter2");
        }
        problems(KNOWN, null, Map.of("LICENSEWATCH_DB_PASWORD", "hunter2"), Map.of())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("LICENSEWATCH_DB_PASWORD", "did you mean LICENSEWATCH_DB_PASSWORD?")
                .doesNotContain("hunter2");
        problems(KNOWN, null, Map.of(), Map.of(PORT.name(), "postgresql://u:hunter2@h/d"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("postgresql://********@h/d")
                .doesNotContain("hunter2");
    }

    @Test
    void a_setting_that_is_not_secret_has_no_file_form() {
        problems(KNOWN, null, Map.of("LICENSEWATCH_HTTP_PORT_FILE", "/x"), Map.of())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("unknown setting LICENSEWATCH_HTTP_PORT_FILE");
    }

    @Test
    void an_empty_variable_counts_as_not_given() {
        Settings settings = Settings.load(KNOWN, null, Map.of("LICENSEWATCH_HTTP_PORT", ""), Map.of());

        assertThat(settings.get(PORT)).isEqualTo(8080);
    }

    @Test
    void an_empty_value_in_a_file_is_wrong_rather_than_the_default() throws Exception {
        problems(KNOWN, file("licensewatch.http.port="), Map.of(), Map.of())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("wrong setting licensewatch.http.port = ''");
    }

    @Test
    void a_missing_configuration_file_is_an_error_that_names_it() {
        Path none = directory.resolve("none.properties");

        problems(KNOWN, none, Map.of(), Map.of())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("cannot read the configuration file " + none);
    }

    @Test
    void settings_with_the_same_environment_variable_cannot_be_declared() {
        Setting<String> dashed = Setting.of("licensewatch.a-b", ValueType.STRING, "");
        Setting<String> dotted = Setting.of("licensewatch.a.b", ValueType.STRING, "");

        assertThatThrownBy(() -> Settings.of(List.of(dashed, dotted), Map.of()))
                .hasMessageContaining("have the same name in the environment");
    }

    @Test
    void a_default_that_its_type_rejects_cannot_be_declared() {
        assertThatThrownBy(() -> Setting.of("licensewatch.a", ValueType.INT, "").defaultsTo("many"))
                .isInstanceOf(NumberFormatException.class);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(directory.resolve("app.properties"), content);
    }

    private static ListAssert<String> problems(
            List<Setting<?>> known, @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        try {
            Settings.load(known, file, environment, flags);
        } catch (ConfigurationException e) {
            return assertThat(e.problems());
        }
        throw new AssertionError("the configuration was accepted");
    }
}
