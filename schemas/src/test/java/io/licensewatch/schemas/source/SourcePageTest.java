package io.licensewatch.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of types in docs/source.md are written from {@link WatchedColumn}. */
class SourcePageTest {
    private static final Path PAGE = Path.of("../docs/source.md");
    private static final String BEGIN = "<!-- types: generated -->\n";
    private static final String WRITE = "licensewatch.docs.write";
    private static final String COMMAND = "mvn -q -Dquick -pl schemas test -Dtest=SourcePageTest -D" + WRITE;

    @Test
    void the_page_lists_each_watched_column_and_its_types() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN)) + BEGIN + forms() + columns();
        if (System.getProperty(WRITE) != null) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is stale; to write it: %s", PAGE, COMMAND)
                .isEqualTo(expected);
    }

    private static String forms() {
        StringBuilder table = new StringBuilder("\n| read as | types | meaning |\n|---|---|---|\n");
        for (ColumnForm form : ColumnForm.values()) {
            String types = form.types().stream().collect(Collectors.joining("`, `", "`", "`"));
            table.append("| ").append(form).append(" | ").append(types).append(" | ");
            table.append(form.meaning()).append(" |\n");
        }
        return table.toString();
    }

    private static String columns() {
        StringBuilder table = new StringBuilder("\n| column | read as | where it cannot be read |\n|---|---|---|\n");
        for (WatchedColumn column : WatchedColumn.all()) {
            table.append("| `")
                    .append(column.table().qualifiedName())
                    .append('.')
                    .append(column.name());
            table.append("` | ").append(column.form()).append(" | ");
            table.append(column.needed() ? "dead letter" : "left out").append(" |\n");
        }
        return table.toString();
    }
}
