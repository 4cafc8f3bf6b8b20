package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/operations.md names exists. (Its metrics are held against the registry in the module of each app.) */
class OperationsPageTest {
    private static final String PAGE = Repository.here().text("docs/operations.md");

    @Test
    void settings_exist() {
        Set<String> known = Arrays.stream(App.values())
                .flatMap(app -> app.settings().stream())
                .flatMap(OperationsPageTest::names)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(matches("(?<!io\\.)licensewatch\\.[a-z]+(?:[.-][a-z]+)+"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void topics_exist() {
        Set<String> known =
                Topics.defaults().publicTopics().stream().map(TopicSpec::name).collect(Collectors.toSet());
        assertThat(matches("licensing\\.[a-z.-]+\\.v\\d")).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void commands_exist() {
        Set<String> known = Stream.concat(
                        Arrays.stream(App.values())
                                .flatMap(app -> app.commands().stream())
                                .map(picocli.CommandLine::getCommandName),
                        Stream.of("tail", "replay", "commands", "command", "approve", "reject", "request"))
                .collect(Collectors.toSet());
        assertThat(matches("(?<=`licensewatch )[a-z-]+")).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void images_take_the_commands_that_are_run_with_compose() {
        Set<String> runs = matches("(?<=docker compose run --rm )[^`]+");
        assertThat(runs).isNotEmpty().allSatisfy(run -> {
            List<String> words = List.of(run.split("\\s+"));
            assertThat(App.of(words.get(0)).orElseThrow().accepts(words.subList(1, words.size())))
                    .as(run)
                    .isTrue();
        });
    }

    @Test
    void exit_codes_are_all_there() throws IllegalAccessException {
        String codes = section("Exit codes");
        for (Field code : ExitCode.class.getFields()) {
            assertThat(codes).contains("\n| " + code.getInt(null) + " |");
        }
        assertThat(codes.lines().filter(line -> line.matches("\\| \\d.*"))).hasSize(ExitCode.class.getFields().length);
    }

    @Test
    void links_inside_the_page_lead_somewhere() {
        List<String> anchors = PAGE.lines()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        assertThat(matches("(?<=\\]\\(#)[^)]+")).isNotEmpty().isSubsetOf(anchors);
    }

    private static Stream<String> names(Setting<?> setting) {
        return setting.secret() ? Stream.of(setting.name(), setting.name() + "-file") : Stream.of(setting.name());
    }

    private static Set<String> matches(String pattern) {
        return Pattern.compile(pattern)
                .matcher(PAGE)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static String section(String title) {
        int from = PAGE.indexOf("## " + title);
        return PAGE.substring(from, PAGE.indexOf("\n## ", from));
    }
}
