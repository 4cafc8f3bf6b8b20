package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What identifies a row: of whatever form the keys of the source are, and when they change. */
class KeysIT {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String PUBLISHED = "CREATE PUBLICATION licensewatch FOR TABLE user_roles";
    private static final String FULL = "ALTER TABLE user_roles REPLICA IDENTITY FULL";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void the_key_is_found_among_the_indexes_of_a_table() throws Exception {
        assertThat(keyOf("", "PRIMARY KEY (role_id, id)")).isEqualTo("PRIMARY role_id,id");
        assertThat(keyOf("", "PRIMARY KEY (id) INCLUDE (user_id)"))
                .as("included columns identify nothing")
                .isEqualTo("PRIMARY id");
        assertThat(keyOf("", "PRIMARY KEY (id) DEFERRABLE")).isEqualTo("PRIMARY id deferrable");
        assertThat(keyOf("NOT NULL", "UNIQUE (role_id, id) INCLUDE (user_id)")).isEqualTo("UNIQUE role_id,id");
        assertThat(keyOf("NOT NULL", "UNIQUE (id, role_id), UNIQUE (role_id)")).isEqualTo("UNIQUE role_id");
        assertThat(keyOf("", "UNIQUE (id)")).as("may be null").isEqualTo("NONE id,tenant_id,user_id,role_id");
        assertThat(keyOf("", "UNIQUE NULLS NOT DISTINCT (id)")).startsWith("NONE");
        assertThat(keyOf("NOT NULL", "UNIQUE (id) DEFERRABLE")).startsWith("NONE");
        assertThat(keyOf("NOT NULL", "UNIQUE (note)")).as("not watched").startsWith("NONE");
        assertThat(keyOf("NOT NULL", "EXCLUDE (id WITH =)")).startsWith("NONE");
        Source source = table("NOT NULL", "CHECK (true)");
        source.execute(
                "CREATE UNIQUE INDEX part ON user_roles (id) WHERE role_id > 0",
                "CREATE UNIQUE INDEX expression ON user_roles ((id + 1))");
        assertThat(keyOf(source)).startsWith("NONE");
        source.execute("CREATE UNIQUE INDEX plain ON user_roles (id DESC)");
        assertThat(keyOf(source)).isEqualTo("UNIQUE id");
    }

    @Test
    void a_table_without_a_key_is_refused_with_the_statement_that_gives_it_one() throws Exception {
        Source source = table("", "CHECK (true)");
        source.execute(FULL, PUBLISHED);

        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("table public.user_roles: has no primary key")
                .hasMessageContaining("ALTER TABLE public.user_roles ADD PRIMARY KEY (id);");

        source.execute("ALTER TABLE public.user_roles ADD PRIMARY KEY (id)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
    }

    @Test
    void rows_are_known_by_the_unique_columns_of_a_table_without_a_primary_key() throws Exception {
        Source source = table("NOT NULL", "UNIQUE (role_id)");
        source.execute(FULL, PUBLISHED, rows(1, 3));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE user_roles SET role_id = 10 WHERE role_id = 1",
                    "UPDATE user_roles SET user_id = 99 WHERE role_id = 2",
                    "DELETE FROM user_roles WHERE role_id = 3");
            testbed.awaitFrontier(source);
        }
        assertThat(changes(source))
                .containsExactly(
                        "READ {\"role_id\":1}",
                        "READ {\"role_id\":2}",
                        "READ {\"role_id\":3}",
                        "DELETE {\"role_id\":1}",
                        "CREATE {\"role_id\":10}",
                        "UPDATE {\"role_id\":2}",
                        "DELETE {\"role_id\":3}");
        assertThat(rowsOf(source)).isEqualTo(testbed.selected(source, "user_roles", "user_id"));
    }

    @Test
    void a_key_that_is_dropped_while_it_runs_ends_it_before_a_change_of_equal_rows() throws Exception {
        for (String key : List.of("PRIMARY KEY (id)", "UNIQUE (id)")) {
            Source source = table("NOT NULL", "CONSTRAINT key " + key);
            source.execute(FULL, PUBLISHED, rows(1, 2));
            try (Cdc cdc = testbed.cdc(source)) {
                awaitStreaming(cdc);
                source.execute(rows(3, 3));
                testbed.awaitFrontier(source);
                source.execute(
                        "ALTER TABLE user_roles DROP CONSTRAINT key",
                        rows(1, 1),
                        "DELETE FROM user_roles WHERE ctid IN (SELECT max(ctid) FROM user_roles WHERE id = 1)");
                await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
                assertThat(cdc.live().get(0).check().detail()).contains("public.user_roles: has no primary key");
            }
            assertThat(testbed.written(source).changes("user_roles"))
                    .as("nothing of what followed is written")
                    .hasSize(3);
            source.execute("ALTER TABLE user_roles ADD CONSTRAINT key " + key);
            assertReadAgain(source);
        }
    }

    @Test
    void a_key_that_was_dropped_and_made_again_has_the_table_read_again() throws Exception {
        Source source = table("NOT NULL", "CONSTRAINT key UNIQUE (id)");
        source.execute(FULL, PUBLISHED, rows(1, 3));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
        source.execute(
                "ALTER TABLE user_roles DROP CONSTRAINT key",
                rows(1, 1),
                "DELETE FROM user_roles WHERE ctid IN (SELECT max(ctid) FROM user_roles WHERE id = 1)",
                "ALTER TABLE user_roles ADD CONSTRAINT key UNIQUE (id)");
        assertReadAgain(source);
    }

    @Test
    void a_key_that_is_replaced_while_it_runs_has_the_table_read_again() throws Exception {
        Source source = table("NOT NULL", "CONSTRAINT key PRIMARY KEY (id)");
        source.execute(FULL, PUBLISHED, rows(1, 3));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "ALTER TABLE user_roles DROP CONSTRAINT key, ADD CONSTRAINT key PRIMARY KEY (role_id)",
                    "DELETE FROM user_roles WHERE id = 2",
                    "UPDATE user_roles SET role_id = 30 WHERE id = 3");
            awaitReadAgain(source);
            testbed.awaitFrontier(source);
        }
        assertThat(Reader.of(testbed.written(source)).keys("user_roles"))
                .containsExactlyInAnyOrder("{\"role_id\":1}", "{\"role_id\":30}");
    }

    @Test
    void an_index_that_is_built_again_concurrently_keeps_the_key_of_a_constraint() throws Exception {
        Source source = table("NOT NULL", "CONSTRAINT key PRIMARY KEY (id)");
        source.execute(FULL, PUBLISHED, rows(1, 3));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
        }
        source.execute("REINDEX TABLE CONCURRENTLY user_roles", rows(4, 4));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertThat(last(source).resyncs()).isEmpty();
        assertThat(rowsOf(source)).hasSize(4);
    }

    @Test
    void deferrable_keys_that_change_in_one_statement_are_deletes_and_creates() throws Exception {
        Source source = table("", "PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED");
        source.execute(FULL, PUBLISHED, rows(1, 3));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("UPDATE user_roles SET id = id + 1");
            testbed.awaitFrontier(source);
        }
        List<RowChange> moved = moved(source);
        assertThat(moved)
                .extracting(change ->
                        change.op() + " " + change.key() + " of " + row(change).get("user_id"))
                .containsExactly(
                        "DELETE {\"id\":1} of 1",
                        "CREATE {\"id\":2} of 1",
                        "DELETE {\"id\":2} of 2",
                        "CREATE {\"id\":2} of 1",
                        "CREATE {\"id\":3} of 2",
                        "DELETE {\"id\":3} of 3",
                        "CREATE {\"id\":3} of 2",
                        "CREATE {\"id\":4} of 3");
        assertThat(moved)
                .filteredOn(change -> change.before() != null)
                .allSatisfy(change -> assertThat(change.before())
                        .containsEntry("tenant_id", TENANT)
                        .doesNotContainValue(null));
    }

    @Test
    void so_are_those_of_several_columns_and_of_tables_without_a_tenant() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE product_offering_features (offering_id int, feature_id int, id int,"
                        + " PRIMARY KEY (offering_id, feature_id) DEFERRABLE INITIALLY IMMEDIATE)",
                "ALTER TABLE product_offering_features REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE product_offering_features",
                "INSERT INTO product_offering_features VALUES (1, 1, 11), (1, 2, 12)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("UPDATE product_offering_features SET feature_id = feature_id + 1");
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).changes("product_offering_features"))
                .filteredOn(change -> change.op() != RowChange.Op.READ)
                .extracting(change ->
                        change.op() + " " + change.key() + " of " + row(change).get("id"))
                .containsExactly(
                        "DELETE {\"offering_id\":1,\"feature_id\":1} of 11",
                        "CREATE {\"offering_id\":1,\"feature_id\":2} of 11",
                        "DELETE {\"offering_id\":1,\"feature_id\":2} of 12",
                        "CREATE {\"offering_id\":1,\"feature_id\":2} of 11",
                        "CREATE {\"offering_id\":1,\"feature_id\":3} of 12");
    }

    @Test
    void included_columns_of_a_primary_key_do_not_make_another_row() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE product_offerings (id int, code text, note text, PRIMARY KEY (id) INCLUDE (code, note))",
                "CREATE PUBLICATION licensewatch FOR TABLE product_offerings",
                "INSERT INTO product_offerings VALUES (1, 'a', 'private'), (2, 'b', 'private')");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE product_offerings SET code = 'c' WHERE id = 1",
                    "DELETE FROM product_offerings WHERE id = 2");
            testbed.awaitFrontier(source);
        }
        assertThat(testbed.written(source).rows("product_offerings", "code")).isEqualTo(Map.of("1", "c"));
        assertThat(testbed.written(source).changes("product_offerings"))
                .extracting(change -> change.op() + " " + change.key())
                .endsWith("UPDATE {\"id\":1}", "DELETE {\"id\":2}");
    }

    private static Source table(String note, String constraint) throws Exception {
        return testbed.source("CREATE TABLE user_roles (id int " + note + ", tenant_id uuid, user_id int, role_id int "
                + note + ", note int " + note + " DEFAULT 0, " + constraint + ")");
    }

    private static String rows(int from, int to) {
        return "INSERT INTO user_roles (id, tenant_id, user_id, role_id) SELECT i, '" + TENANT
                + "', i, i FROM generate_series(" + from + ", " + to + ") i";
    }

    private static String keyOf(String note, String constraint) throws Exception {
        return keyOf(table(note, constraint));
    }

    private static String keyOf(Source source) throws Exception {
        SourceFacts facts =
                testbed.settings(source, Map.of()).feed().survey().facts().orElseThrow();
        CapturedTable table = facts.tables().get(0);
        RowKey key = table.key();
        assertThat(table.columns()).doesNotContain("note");
        return key.kind() + " " + String.join(",", key.columns()) + (key.deferrable() ? " deferrable" : "");
    }

    private static void assertReadAgain(Source source) throws Exception {
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            awaitReadAgain(source);
            testbed.awaitFrontier(source);
        }
        Reader reader = Reader.of(testbed.written(source));
        assertThat(reader.rows("user_roles", "user_id"))
                .hasSize(3)
                .isEqualTo(testbed.selected(source, "user_roles", "user_id"));
    }

    private static void awaitReadAgain(Source source) {
        await("it is read again").atMost(PATIENCE).until(() -> {
            Frontier last = last(source);
            return last.snapshotComplete()
                    && last.resyncs().size() == 1
                    && last.tables().contains("public.user_roles");
        });
    }

    private static Frontier last(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }

    private static List<String> changes(Source source) {
        return testbed.written(source).changes("user_roles").stream()
                .map(change -> change.op() + " " + change.key())
                .toList();
    }

    private static List<RowChange> moved(Source source) {
        return testbed.written(source).changes("user_roles").stream()
                .filter(change -> change.op() != RowChange.Op.READ)
                .toList();
    }

    private static Map<String, Object> row(RowChange change) {
        return Objects.requireNonNull(change.after() == null ? change.before() : change.after());
    }

    private static Map<String, String> rowsOf(Source source) {
        return Reader.of(testbed.written(source)).rows("user_roles", "user_id");
    }
}
