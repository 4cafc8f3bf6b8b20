package io.licensewatch.cdc.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where statements are found in a Markdown file, and where they are not. */
class FoundStatementsTest {
    @Test
    void a_fenced_block_of_sql_is_cut_at_its_semicolons() {
        assertThat(found("""
                # Title

                ```sql
                -- a comment; with a semicolon
                SELECT 'a;b' FROM t;
                  DELETE FROM u WHERE x = $$;$$; SELECT 1
                ```
                """))
                .containsExactly("5:1 SELECT 'a;b' FROM t", "6:3 DELETE FROM u WHERE x = $$;$$", "6:34 SELECT 1");
    }

    @Test
    void places_are_right_within_lists_quotes_and_behind_tabs() {
        assertThat(found("""
                1. first
                   - second
                     ```sql
                     SELECT a
                       FROM t;
                     ```

                > > ```psql
                > > SELECT b FROM t;
                > > ```

                -\tindented:

                \t\tSELECT c FROM t;
                """)).containsExactly("4:6 SELECT a FROM t", "9:5 SELECT b FROM t", "14:3 SELECT c FROM t");
    }

    @Test
    void line_ends_of_windows_and_a_byte_order_mark_move_nothing() {
        assertThat(found("\uFEFF```sql\r\nSELECT a\r\nFROM t;\r\n\r\n  SELECT b FROM t;\r\n```"))
                .containsExactly("2:1 SELECT a FROM t", "5:3 SELECT b FROM t");
        assertThat(found("```sql\rSELECT a FROM t;\rSELECT b\r```\r"))
                .containsExactly("2:1 SELECT a FROM t", "3:1 SELECT b");
    }

    @Test
    void a_fence_without_an_end_ends_with_the_file() {
        assertThat(found("~~~~ postgresql {.x}\nSELECT a FROM t")).containsExactly("2:1 SELECT a FROM t");
    }

    @Test
    void sql_in_a_shell_block_is_what_psql_gets_and_what_resembles_sql() {
        assertThat(found("""
                ```bash
                # don't stop: SELECT nothing FROM this
                curl -X GET https://example.com -d '{"a": "select"}' | jq '.x'
                psql "$URL" -Atc "SELECT \\"a\\" FROM t" && psql --command='DELETE FROM u;'
                docker exec db psql -U app <<'SQL' >out
                  UPDATE t SET a = 1;
                  SELECT 2;
                SQL
                echo "SELECT 3 FROM t" | psql
                psql <<< 'SELECT 4'

                SELECT * FROM summary
                WHERE tenant_id = 'TENANT_ID'
                AND expires_at < NOW();
                select one in a b; do echo; done
                ```
                """))
                .containsExactly(
                        "4:19 SELECT \"a\" FROM t",
                        "4:59 DELETE FROM u",
                        "6:3 UPDATE t SET a = 1",
                        "7:3 SELECT 2",
                        "9:7 SELECT 3 FROM t",
                        "10:11 SELECT 4",
                        "12:1 SELECT * FROM summary WHERE tenant_id = 'TENANT_ID' AND expires_at < NOW ( )");
    }

    @Test
    void a_copied_session_of_psql_has_prompts_and_answers() {
        assertThat(found("""
                ```
                app=> SELECT a
                app-> FROM t;
                 a
                ---
                 SELECT 1;
                (1 row)

                app=> \\d t
                app=> SELECT 2;
                ```
                """)).containsExactly("2:7 SELECT a FROM t", "9:7 \\d t", "10:7 SELECT 2");
    }

    @Test
    void code_spans_count_when_they_are_sql_or_describe_something() {
        assertThat(found("""
                Run `SELECT a FROM t`, then ``\\d+ t``; `SELECT` and `update it` are words, \\`SELECT b FROM t` too.

                | do | why |
                |---|---|
                | `\\df f` | `DELETE FROM t` |
                """))
                .containsExactly("1:6 SELECT a FROM t", "1:31 \\d+ t", "5:4 \\df f", "5:14 DELETE FROM t");
    }

    @Test
    void sql_in_the_strings_of_another_language_is_found() {
        assertThat(found("""
                ```python
                db.execute("SELECT a FROM t WHERE id = %s", [x])
                ```
                ```yaml
                query: |
                  SELECT b FROM t;
                ```
                """)).containsExactly("2:13 SELECT a FROM t WHERE id = %s", "6:3 SELECT b FROM t");
    }

    @Test
    void prose_is_no_sql() {
        assertThat(found("""
                SELECT the tenant FROM the list; UPDATE it.

                ```text
                Select the tenant from the list.
                update what is old set it aside
                ```
                ```json
                {"select": "from"}
                ```
                """)).isEmpty();
    }

    @Test
    void a_function_with_a_body_in_sql_is_one_statement() {
        assertThat(found("""
                ```sql
                CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;
                SELECT 2;
                ```
                """)).hasSize(2);
    }

    @Test
    void rows_that_follow_a_copy_are_no_statements() {
        assertThat(found("```sql\nCOPY t FROM stdin;\n1\tDROP TABLE t;\n\\.\nSELECT 1;\n```"))
                .containsExactly("2:1 COPY t FROM stdin", "5:1 SELECT 1");
    }

    private static List<String> found(String markdown) {
        RunbookFile file = RunbookFile.of("x.md", markdown);
        List<String> found = new ArrayList<>();
        for (CodeBlock block : CodeBlocks.of(file)) {
            for (Statement statement : SqlPassages.of(block, new Remarks(file))) {
                Place place = file.place(statement.at(0));
                found.add(place.line() + ":" + place.column() + " "
                        + statement.tokens().stream().map(Token::text).collect(Collectors.joining(" ")));
            }
        }
        return found;
    }
}
