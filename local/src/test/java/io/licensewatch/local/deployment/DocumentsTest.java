package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Markdown pages link to and name exists, also after it was renamed. */
class DocumentsTest {
    private static final Path ROOT = Repository.here().root();

    @Test
    void linked_files_exist() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path page : pages()) {
            for (String link : matches(page, "(?<=\\]\\()[^)#:\\s]+(?=[#)])")) {
                if (!Files.exists(page.resolveSibling(link))) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /** Decisions ({@code docs/adr}) name what there was when they were made. */
    @Test
    void tests_that_are_named_exist() throws IOException {
        Set<String> sources = sources();
        for (Path page : pages()) {
            if (!page.startsWith(ROOT.resolve("docs/adr"))) {
                // A name that begins with X is a placeholder.
                assertThat(matches(page, "(?<=`)(?!X)[A-Z]\\w*(?:Test|IT)(?=`)"))
                        .as("%s", page)
                        .isSubsetOf(sources);
            }
        }
    }

    @Test
    void classes_in_the_tables_of_mutants_exist() throws IOException {
        assertThat(matches(ROOT.resolve("docs/mutants.md"), "(?m)(?<=^\\| `)\\w+(?=`)"))
                .isNotEmpty()
                .isSubsetOf(sources());
    }

    private static List<Path> pages() throws IOException {
        return files(".md");
    }

    private static Set<String> sources() throws IOException {
        return files(".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static Set<String> matches(Path page, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
