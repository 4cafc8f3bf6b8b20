package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** NamesIT tries what Postgres makes of them. */
class SqlTest {
    @Test
    void a_name_is_quoted_and_shows_what_it_holds_on_one_line() {
        Map.of(
                        "watch", "\"watch\"",
                        "wa\"tch", "\"wa\"\"tch\"",
                        "wa'tch\\", "\"wa'tch\\\"",
                        "Größe 中", "\"Größe 中\"",
                        "a\nb", "U&\"a\\+00000Ab\"",
                        "\"\\\n", "U&\"\"\"\\\\\\+00000A\"",
                        "\u202Ex", "U&\"\\+00202Ex\"",
                        "a\u00A0b", "U&\"a\\+0000A0b\"")
                .forEach((name, quoted) -> assertThat(Sql.identifier(name)).isEqualTo(quoted));
    }

    @Test
    void a_literal_ends_where_it_ends_and_is_one_line() {
        Map.of(
                        "app", "'app'",
                        "it's", "'it''s'",
                        "a\\'", "E'a\\\\'''",
                        "a\nb\\", "E'a\\U0000000Ab\\\\'")
                .forEach((text, quoted) -> assertThat(Sql.literal(text)).isEqualTo(quoted));
    }

    @Test
    void a_line_for_a_person_stays_one_line() {
        assertThat(Printable.line("role a\r\nOK    all is well\u2028\u202E\u0085\u001B[2J"))
                .isEqualTo("role a\\u000d\\u000aOK    all is well\\u2028\\u202e\\u0085\\u001b[2J");
    }
}
