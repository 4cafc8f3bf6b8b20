package io.licensewatch.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every reason code that the ledger's SQL or the rules publish has a description. */
class ReasonWordsTest {
    private static final Path WORKER = Path.of("..", "worker", "src", "main", "resources");
    private static final Path CORE = Path.of("..", "core", "src", "main", "java", "io", "licensewatch", "core");
    /** Words of the SQL in capitals that are neither reasons nor values of our enums. */
    private static final Set<String> OTHER_SQL = Set.of("SQL", "MAIL", "WEBHOOK", "USAGE", "INSERT", "UTC");
    /** Words of the rules that are not reasons, such as stages. */
    private static final Set<String> OTHER_JAVA = Set.of(
            "STALLED",
            "FAILING",
            "WIDESPREAD",
            "UTC",
            "UNKNOWN",
            "UNHEALTHY",
            "STALE",
            "SEVERAL",
            "HELD",
            "DRY_RUN",
            "DRIFT",
            "AUTO",
            "APPROVE");

    @Test
    void every_reason_of_the_ledger_has_a_description() throws IOException {
        Set<String> codes = found(WORKER, ".sql", Pattern.compile("'([A-Z]+(?:_[A-Z]+)*)'"));
        codes.removeAll(OTHER_SQL);
        codes.removeAll(values());

        assertThat(codes).hasSizeGreaterThan(15).isSubsetOf(ReasonWords.codes());
    }

    @Test
    void every_reason_of_a_rule_or_a_verdict_has_a_description() throws IOException {
        Set<String> codes = found(CORE, ".java", Pattern.compile("\"([A-Z]+(?:_[A-Z]+)*)\""));
        codes.addAll(enumOf(CORE.resolve("alert/Reason.java")));
        Arrays.stream(ApprovalReason.values()).map(Enum::name).forEach(codes::add);
        codes.removeAll(OTHER_JAVA);

        assertThat(codes)
                .as("a reason needs a description in ReasonWords; a stage or another word belongs in OTHER_JAVA")
                .hasSizeGreaterThan(12)
                .isSubsetOf(ReasonWords.codes());
    }

    private static Set<String> values() {
        return Stream.of(
                        CommandState.values(),
                        CommandType.values(),
                        CommandMode.values(),
                        CommandKind.values(),
                        CommandOrigin.values(),
                        CommandBound.values(),
                        ActionKind.values())
                .flatMap(Arrays::stream)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }

    private static Set<String> found(Path root, String ending, Pattern code) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(ending)).toList()) {
                Matcher matcher = code.matcher(Files.readString(file));
                while (matcher.find()) {
                    codes.add(matcher.group(1));
                }
            }
        }
        return codes;
    }

    private static Set<String> enumOf(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().replaceFirst(",$", ""))
                .filter(line -> line.matches("[A-Z][A-Z_]+"))
                .collect(Collectors.toSet());
    }

    @Test
    void descriptions_are_plain_text() {
        assertThat(ReasonWords.codes())
                .allSatisfy(code -> assertThat(ReasonWords.of(code))
                        .doesNotMatch(".*[A-Z]_.*|.*_.*")
                        .isNotBlank());
    }

    @Test
    void an_unknown_code_becomes_readable_and_free_text_is_unchanged() {
        assertThat(ReasonWords.of(null)).isEmpty();
        assertThat(ReasonWords.of("SOMETHING_NEW")).isEqualTo("something new");
        assertThat(ReasonWords.of("the offering changes tomorrow")).isEqualTo("the offering changes tomorrow");
        assertThat(ReasonWords.of("this source has no user_roles.is_active")).contains("user_roles.is_active");
    }
}
