package io.licensewatch.cdc.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What nobody writes by hand gives an answer or a clear error, soon. */
class HostileMarkdownTest {
    private static final int LARGE = 1_000_000;

    @Test
    void megabytes_of_backticks_are_read_in_one_pass() {
        String runs = IntStream.range(1, 1_400).mapToObj("`"::repeat).collect(Collectors.joining(" a "));
        soon(() -> assertThat(statements("`".repeat(LARGE))).isEmpty());
        soon(() -> assertThat(statements(runs)).isEmpty());
        soon(() -> assertThat(statements("` SELECT".repeat(LARGE / 8))).isEmpty());
    }

    @Test
    void deep_nesting_ends_nothing() {
        soon(() -> statements("> ".repeat(LARGE / 2) + "```sql\nSELECT 1;"));
        soon(() -> statements("- ".repeat(LARGE / 20) + "x"));
        soon(() -> statements("```sql\n" + "(".repeat(LARGE) + "\n```"));
        soon(() -> statements("```sql\n" + "/*".repeat(LARGE / 2) + "\n```"));
        soon(() -> statements("[".repeat(LARGE)));
        soon(() -> statements("```sh\n" + "\"$(".repeat(LARGE / 3) + "\n```"));
    }

    @Test
    void quotes_without_an_end_are_cut_off_at_the_end_of_the_block() {
        assertThat(statements("```sql\nSELECT 'a\n```\n\n```sql\nSELECT $a$ b;\n```\n```sql\nSELECT \"c\n```"))
                .hasSize(3);
    }

    @Test
    void a_hundred_thousand_statements_are_found() {
        soon(() -> assertThat(statements("```sql\n" + "SELECT 1;\n".repeat(100_000) + "```"))
                .hasSize(100_000));
    }

    @Test
    void a_zero_byte_never_reaches_postgres() {
        assertThat(statements("```sql\nSELECT 1\0; DROP TABLE t;\n```").toString())
                .doesNotContain("\0");
    }

    @Test
    void what_is_no_utf_8_or_too_large_is_refused_with_the_reason() {
        byte[] latin = "a\nb\n\u00e4".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> RunbookFile.read("x.md", new ByteArrayInputStream(latin)))
                .isInstanceOf(IOException.class)
                .hasMessage("is not UTF-8: see line 3; convert it, such as with iconv");
        byte[] cut = "\u00e4".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RunbookFile.read("x.md", new ByteArrayInputStream(cut, 0, 1)))
                .hasMessageStartingWith("is not UTF-8");
        assertThatThrownBy(
                        () -> RunbookFile.read("x.md", new ByteArrayInputStream(new byte[RunbookFile.MOST_BYTES + 1])))
                .hasMessage("is larger than 4 MiB: split it");
    }

    @Test
    void an_empty_file_has_no_sql() {
        assertThat(statements("")).isEmpty();
        assertThat(statements("```")).isEmpty();
        assertThat(statements("```sql\n```")).isEmpty();
    }

    private static List<Statement> statements(String markdown) {
        RunbookFile file = RunbookFile.of("x.md", markdown);
        return CodeBlocks.of(file).stream()
                .flatMap(block -> SqlPassages.of(block, new Remarks(file)).stream())
                .toList();
    }

    private static void soon(Executable executable) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), executable);
    }
}
