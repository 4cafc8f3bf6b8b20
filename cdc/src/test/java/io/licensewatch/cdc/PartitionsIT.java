package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.prepare.Preparation;
import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.source.RowEstimates;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.io.StringReader;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** Partitioned tables: each is one table under the name of its root, whatever becomes of its partitions. */
class PartitionsIT {
    private static final String A = "00000000-0000-0000-0000-00000000000a";
    private static final String B = "00000000-0000-0000-0000-00000000000b";

    /** By list; under it hash, range and a default one; in another schema, in another order, with a column less. */
    private static final String[] TABLES = {
        "CREATE SCHEMA \"other parts\"",
        """
        CREATE TABLE user_roles (id int, tenant_id uuid, user_id int, role_id int DEFAULT 0, kind text, note text,
            PRIMARY KEY (id, kind, role_id) DEFERRABLE) PARTITION BY LIST (kind)\
        """,
        """
        CREATE TABLE "other parts"."Plain" (gone int, kind text NOT NULL, note text, role_id int NOT NULL, user_id int,
            tenant_id uuid, id int NOT NULL)\
        """,
        "ALTER TABLE \"other parts\".\"Plain\" DROP COLUMN gone",
        "INSERT INTO \"other parts\".\"Plain\" (id, tenant_id, user_id, role_id, kind) VALUES (1, '" + A
                + "', 1, 0, 'plain')",
        "ALTER TABLE user_roles ATTACH PARTITION \"other parts\".\"Plain\" FOR VALUES IN ('plain')",
        "CREATE TABLE hashed PARTITION OF user_roles FOR VALUES IN ('hashed') PARTITION BY HASH (id)",
        "CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
        "CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
        "CREATE TABLE ranged PARTITION OF user_roles FOR VALUES IN ('ranged') PARTITION BY RANGE (role_id)",
        "CREATE TABLE ranged_low PARTITION OF ranged FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE ranged_rest PARTITION OF ranged DEFAULT",
        "CREATE TABLE rest PARTITION OF user_roles DEFAULT",
        "CREATE TABLE product_offerings (id int PRIMARY KEY, code text) PARTITION BY HASH (id)",
        "CREATE TABLE offerings_0 PARTITION OF product_offerings FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
        "INSERT INTO product_offerings VALUES (1, 'a')",
        "CREATE TABLE roles (id int PRIMARY KEY, tenant_id uuid, name text)",
    };

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_partitioned_table_is_prepared_and_watched_as_one() throws Exception {
        Source source = testbed.source(TABLES);
        assertThat(failures(source)).as("before").isNotEmpty();
        prepare(source);
        prepare(source);
        assertThat(failures(source)).isEmpty();
        source.execute(
                rows(2, 4, "hashed"), rows(5, 6, "ranged"), "ANALYZE \"other parts\".\"Plain\", hashed_0, hashed_1");
        try (Connection connection = testbed.postgres().connect(source.database())) {
            assertThat(RowEstimates.of(connection, List.of("public.user_roles")))
                    .containsEntry("public.user_roles", 6L);
        }
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "INSERT INTO hashed_0 (id, tenant_id, user_id, kind) SELECT i, '" + A + "', i, 'hashed' FROM"
                            + " generate_series(10, 40) i WHERE satisfies_hash_partition('hashed'::regclass, 2, 0, i)",
                    rows(50, 60, "plain"),
                    "UPDATE \"other parts\".\"Plain\" SET user_id = 0 WHERE id = 51",
                    "DELETE FROM \"other parts\".\"Plain\" WHERE id = 52",
                    "UPDATE user_roles SET kind = 'elsewhere' WHERE id IN (1, 53)",
                    "UPDATE user_roles SET kind = 'ranged', role_id = 99, tenant_id = '" + B + "' WHERE id IN (2, 54)",
                    "UPDATE user_roles SET tenant_id = NULL WHERE id IN (3, 55)",
                    "UPDATE user_roles SET id = id + 1 WHERE kind = 'plain'",
                    "UPDATE product_offerings SET code = 'b'");
            source.transaction(
                    "DELETE FROM user_roles WHERE id = 5",
                    "INSERT INTO user_roles (id, tenant_id, user_id, kind) VALUES (5, '" + B + "', 7, 'ranged')");
            copy(source, "user_roles", "70\t" + A + "\t70\tplain\n71\t" + B + "\t71\tranged\n");
            copy(source, "ranged_low", "72\t" + A + "\t72\tranged\n");
            testbed.awaitFrontier(source);
            assertSame(source);
            source.execute("TRUNCATE user_roles", rows(80, 85, "hashed"));
            awaitSame(source);
            assertThat(testbed.written(source).rows("product_offerings", "code"))
                    .isEqualTo(Map.of("1", "b"));
        }
    }

    @Test
    void what_becomes_of_partitions_is_noticed_by_itself() throws Exception {
        Source source =
                prepared(rows(2, 9, "hashed"), rows(10, 19, "ranged"), rows(20, 29, "plain"), rows(30, 39, "x"));
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertSame(source);
            assertThat(last(source).resyncs()).as("nothing was read twice").isEmpty();

            noticed(source, "TRUNCATE ranged_low");
            noticed(source, "ALTER TABLE hashed DETACH PARTITION hashed_0");
            noticed(source, "DROP TABLE hashed_1");
            noticed(
                    source,
                    "DELETE FROM hashed_0 WHERE id < 4",
                    "ALTER TABLE hashed ATTACH PARTITION hashed_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0)");
            noticed(
                    source,
                    "BEGIN; ALTER TABLE user_roles DETACH PARTITION \"other parts\".\"Plain\"; DELETE FROM \"other"
                            + " parts\".\"Plain\" WHERE id < 25; UPDATE \"other parts\".\"Plain\" SET user_id = -id; ALTER"
                            + " TABLE user_roles ATTACH PARTITION \"other parts\".\"Plain\" FOR VALUES IN ('plain');"
                            + " COMMIT");
            noticed(
                    source,
                    "ALTER TABLE user_roles DETACH PARTITION ranged",
                    "ALTER TABLE ranged RENAME TO no_partition");
            noticed(
                    source,
                    "ALTER PUBLICATION licensewatch SET (publish_via_partition_root = false); UPDATE user_roles SET"
                            + " user_id = 100; ALTER PUBLICATION licensewatch SET (publish_via_partition_root = true)");
            assertThat(cdc.state()).isEqualTo(FeedState.STREAMING);
        }
    }

    @Test
    void so_are_a_concurrent_detach_and_changes_while_cdc_is_stopped() throws Exception {
        Source source = prepared(rows(2, 9, "hashed"), rows(20, 29, "plain"), rows(30, 39, "ranged"));
        source.execute("DROP TABLE rest", "ALTER TABLE hashed DETACH PARTITION hashed_0");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertSame(source);
            noticed(source, "ALTER TABLE user_roles DETACH PARTITION \"other parts\".\"Plain\" CONCURRENTLY");
            awaitSame(source);
        }
        source.execute("TRUNCATE ranged_low");
        Instant down = now(source);
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            awaitSame(source);
        }
        assertThat(testbed.written(source).frontiers().stream()
                        .filter(frontier -> frontier.sourceTime().isAfter(down)))
                .as("the first frontier says that it is not complete")
                .first()
                .extracting(Frontier::snapshotComplete)
                .isEqualTo(false);
        source.execute("DROP TABLE hashed");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            awaitSame(source);
        }
        int readings = last(source).resyncs().size();
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(last(source).snapshotComplete())
                    .as("nothing has changed since")
                    .isTrue();
            assertThat(last(source).resyncs()).hasSize(readings);
        }
    }

    @Test
    void a_partition_that_logs_too_little_is_named_and_waited_for() throws Exception {
        Source source = prepared(rows(20, 29, "plain"));
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "CREATE TABLE young PARTITION OF user_roles FOR VALUES IN ('young')", rows(100, 109, "young"));
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.RETRYING);
            assertThat(cdc.live().get(0).check().detail())
                    .contains("partition public.young: is a partition of public.user_roles");
            assertThat(failures(source)).singleElement().satisfies(failure -> source.execute(failure.remedy()));
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE young SET tenant_id = '" + B + "' WHERE id > 105", "DELETE FROM young WHERE id = 101");
            awaitSame(source);
        }
    }

    @Test
    void a_publication_that_hides_the_root_ends_the_feed_with_what_repairs_it() throws Exception {
        Source source = prepared(rows(20, 29, "plain"));
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "ALTER PUBLICATION licensewatch SET (publish_via_partition_root = false)",
                    "UPDATE user_roles SET user_id = 7");
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
        }
        assertThat(failures(source)).singleElement().satisfies(failure -> {
            assertThat(failure.remedy())
                    .isEqualTo("ALTER PUBLICATION \"licensewatch\" SET (publish_via_partition_root = true);");
            source.execute(failure.remedy());
        });
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            awaitSame(source);
        }
    }

    @Test
    void what_the_stream_cannot_bring_is_refused_with_a_statement_that_works() throws Exception {
        Source source = prepared();
        refused(source, "has an unlogged partition, public.rest", "ALTER TABLE rest SET UNLOGGED");
        refused(
                source,
                "is inherited from, by \"public\".\"child\"",
                "CREATE TABLE child (extra int) INHERITS (roles)");
        refused(
                source,
                "carries the changes of public.roles under the name of public.all_roles",
                "CREATE TABLE all_roles (id int NOT NULL, tenant_id uuid, name text) PARTITION BY LIST (id)",
                "ALTER TABLE all_roles ATTACH PARTITION roles DEFAULT",
                "ALTER TABLE all_roles REPLICA IDENTITY FULL",
                "ALTER PUBLICATION licensewatch ADD TABLE all_roles");
        prepare(source);
        assertThat(failures(source)).isEmpty();
        source.execute("INSERT INTO all_roles VALUES (1, '" + A + "', 'a')");
        try (Cdc cdc = cdc(source)) {
            awaitStreaming(cdc);
            source.execute("INSERT INTO all_roles VALUES (2, '" + A + "', 'b')");
            testbed.awaitFrontier(source);
            assertThat(testbed.written(source).rows("roles", "name")).isEqualTo(Map.of("1", "a", "2", "b"));
        }
    }

    /** Postgres lets no partitioned table with a key have one, so that the table is refused for two reasons. */
    @Test
    void so_is_a_partition_that_is_a_foreign_table() throws Exception {
        Source source = prepared();
        source.execute(
                "CREATE FOREIGN DATA WRAPPER nobody",
                "CREATE SERVER far FOREIGN DATA WRAPPER nobody",
                "CREATE TABLE license_feature_bundles (id int) PARTITION BY LIST (id)",
                "CREATE FOREIGN TABLE far PARTITION OF license_feature_bundles DEFAULT SERVER far",
                "ALTER PUBLICATION licensewatch ADD TABLE license_feature_bundles");
        prepare(source);
        assertThat(failures(source))
                .filteredOn(failure -> failure.detail().contains("has a foreign table as a partition, public.far"))
                .singleElement()
                .satisfies(failure -> executeFirst(source, failure));
        assertThat(failures(source))
                .singleElement()
                .satisfies(failure -> assertThat(failure.detail()).contains("has no primary key"));
    }

    private static void refused(Source source, String why, String... statements) throws Exception {
        source.execute(statements);
        List<CheckResult> failures = failures(source);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.detail()).contains(why);
            executeFirst(source, failure);
        });
    }

    private static void executeFirst(Source source, CheckResult failure) throws Exception {
        source.execute(failure.remedy().substring(0, failure.remedy().indexOf(';')));
    }

    private static Cdc cdc(Source source) throws InterruptedException {
        return testbed.cdc(source, Cdc.Start.CONTINUE, Map.of("licensewatch.cdc.heartbeat-interval", "200ms"));
    }

    private static Source prepared(String... statements) throws Exception {
        Source source = testbed.source(TABLES);
        source.execute(statements);
        prepare(source);
        return source;
    }

    private static void prepare(Source source) throws Exception {
        try (Connection connection = testbed.postgres().connect(source.database())) {
            PreparedSource prepared = new PreparedSource(connection);
            String role = "watch_" + source.database();
            prepared.apply(
                    Preparation.steps(
                            prepared.facts(source.database(), "licensewatch"),
                            role,
                            prepared.roleExists(role),
                            "licensewatch"),
                    role,
                    "",
                    step -> {},
                    (step, why) -> {});
        }
    }

    private static List<CheckResult> failures(Source source) throws Exception {
        return Checkup.ofPostgres(testbed.settings(source, Map.of())).stream()
                .filter(CheckResult::isFailure)
                .toList();
    }

    private static String rows(int from, int to, String kind) {
        return "INSERT INTO user_roles (id, tenant_id, user_id, kind) SELECT i, '" + A + "', i, '" + kind
                + "' FROM generate_series(" + from + ", " + to + ") i";
    }

    private static void copy(Source source, String table, String rows) throws Exception {
        try (Connection connection = testbed.postgres().connect(source.database())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (id, tenant_id, user_id, kind) FROM STDIN", new StringReader(rows));
        }
    }

    private static Instant now(Source source) throws Exception {
        return Instant.parse(source.value("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"));
    }

    /** A frontier that is not complete follows, and then one that is and at which the rows are the table's. */
    private static void noticed(Source source, String... statements) throws Exception {
        int before = testbed.written(source).frontiers().size();
        source.execute(statements);
        await(statements[0])
                .atMost(PATIENCE)
                .until(() -> testbed.written(source).frontiers().stream()
                        .skip(before)
                        .anyMatch(frontier -> !frontier.snapshotComplete()));
        awaitSame(source);
    }

    private static void awaitSame(Source source) throws Exception {
        Instant now = now(source);
        await().atMost(PATIENCE).until(() -> {
            Frontier last = last(source);
            return last.snapshotComplete()
                    && last.sourceTime().isAfter(now)
                    && rows(source).equals(testbed.selected(source, "user_roles", "user_id"));
        });
    }

    private static void assertSame(Source source) throws Exception {
        assertThat(rows(source)).isEqualTo(testbed.selected(source, "user_roles", "user_id"));
    }

    private static Map<String, String> rows(Source source) {
        return Reader.of(testbed.written(source)).rows("user_roles", "user_id");
    }

    private static Frontier last(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }
}
