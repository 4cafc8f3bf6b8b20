package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A snapshot that several threads read is one snapshot. */
class SnapshotThreadsIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    private static final String THREADS = "licensewatch.cdc.snapshot-threads";
    private static final List<String> TABLES = List.of(
            "tenants", "tenant_feature_grants", "user_roles", "onboarding_progress", "roles", "product_offerings");

    private static final String[] ROWS = {
        "INSERT INTO tenants (name, status) SELECT 'T' || i, 'active' FROM generate_series(1, 700) i",
        "INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source)"
                + " SELECT id, gen_random_uuid(), 'direct' FROM tenants",
        "INSERT INTO user_roles (tenant_id, user_id)"
                + " SELECT CASE WHEN i % 5 > 0 THEN id END, gen_random_uuid() FROM tenants, generate_series(1, 5) i",
        "INSERT INTO onboarding_progress (tenant_id) SELECT id FROM tenants",
        "INSERT INTO roles (tenant_id, name) SELECT CASE WHEN name LIKE '%7' THEN NULL ELSE id END, name FROM tenants",
        "INSERT INTO product_offerings (code) SELECT 'offering ' || i FROM generate_series(1, 50) i",
    };

    @Test
    void several_threads_write_what_one_writes() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(ROWS);

        Written one = snapshotBy(source, 1);
        Written several = snapshotBy(source, 4);

        for (String table : TABLES) {
            assertThat(content(several, table)).as(table).isNotEmpty().isEqualTo(content(one, table));
        }
        assertThat(TABLES.stream().flatMap(table -> several.changes(table).stream()))
                .extracting(RowChange::position)
                .hasSizeGreaterThan(1)
                .containsOnly(several.changes("tenants").get(0).position());
    }

    /** Into topics of their own. */
    private static Written snapshotBy(Source source, int threads) throws Exception {
        String prefix = source.database() + "_by_" + threads;
        try (Cdc cdc = testbed.cdc(
                source,
                Cdc.Start.CONTINUE,
                Map.of(
                        "licensewatch.topics.prefix",
                        prefix,
                        "licensewatch.postgres.slot",
                        prefix,
                        THREADS,
                        Integer.toString(threads)))) {
            awaitStreaming(cdc);
        }
        return new Written(testbed.kafka(), prefix);
    }

    /** Rows by topic, partition and key; what one of them is called within the snapshot is not the same. */
    private static Map<String, Object> content(Written written, String table) {
        Map<String, Object> rows = new TreeMap<>();
        written.changesByPlace(table)
                .forEach((place, changes) -> changes.forEach(change -> {
                    String where = place.substring(written.prefix().length()) + " " + change.key();
                    assertThat(rows.put(where, List.of(change.op(), change.after())))
                            .as("a second " + where)
                            .isNull();
                }));
        return rows;
    }

    @Test
    void all_of_them_read_the_same_snapshot_while_others_commit() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(ROWS);
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20000)");
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> writePairs(source, done), "pairs");
        writer.start();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, Map.of(THREADS, "6"))) {
            awaitStreaming(cdc);
        } finally {
            done.set(true);
            writer.join();
        }
        Map<String, List<String>> read = new HashMap<>();
        for (String table : TABLES) {
            read.put(table, paired(testbed.written(source), table));
        }
        assertThat(read.get("tenants")).isNotEmpty();
        assertThat(read.values()).containsOnly(read.get("tenants"));
    }

    /** A row in each table by every transaction, all with the same id. */
    private static void writePairs(Source source, AtomicBoolean done) {
        try (Connection connection = testbed.postgres().connect(source.database());
                Statement statement = connection.createStatement()) {
            for (int i = 0; !done.get(); i++) {
                String id = "'" + String.format("10000000-0000-0000-0000-%012d", i) + "'::uuid";
                statement.execute("BEGIN; INSERT INTO tenants (id, name, status) VALUES (" + id + ", 'pair', 'active');"
                        + "INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source) VALUES (" + id
                        + ", " + id + ", " + id + ", 'direct');"
                        + "INSERT INTO user_roles (id, tenant_id) VALUES (" + id + ", " + id + ");"
                        + "INSERT INTO onboarding_progress (id, tenant_id) VALUES (" + id + ", " + id + ");"
                        + "INSERT INTO roles (id, tenant_id, name) VALUES (" + id + ", " + id + ", 'pair');"
                        + "INSERT INTO product_offerings (id, code) VALUES (" + id + ", 'pair " + i + "'); COMMIT");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> paired(Written written, String table) {
        return written.changes(table).stream()
                .filter(change -> change.op() == RowChange.Op.READ)
                .map(SnapshotThreadsIT::id)
                .filter(id -> id.startsWith("10000000-0000-0000-0000-"))
                .sorted()
                .toList();
    }

    @Test
    void one_that_is_stopped_half_way_is_taken_again_whole() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(ROWS);
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 40000)");
        Map<String, String> several = Map.of(THREADS, "3");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, several)) {
            await().atMost(PATIENCE)
                    .until(() -> !testbed.kafka()
                            .records(source.database() + ".public.user_roles")
                            .isEmpty());
            assertThat(cdc.state()).isEqualTo(FeedState.SNAPSHOT);
            testbed.assertStopsInTime(source, cdc);
        }
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, several)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Written written = testbed.written(source);
        for (String table : TABLES) {
            List<String> ids = written.changes(table).stream()
                    .filter(change -> change.position().epoch() == 2)
                    .map(SnapshotThreadsIT::id)
                    .toList();
            assertThat(ids).as(table).doesNotHaveDuplicates().hasSize(rows(source, table));
        }
        assertThat(written.frontiers())
                .filteredOn(Frontier::snapshotComplete)
                .extracting(Frontier::epoch)
                .containsOnly(2);
    }

    private static String id(RowChange change) {
        return String.valueOf(Objects.requireNonNull(change.after(), "a row").get("id"));
    }

    private static int rows(Source source, String table) throws Exception {
        return Integer.parseInt(source.value("SELECT count(*) FROM " + table));
    }
}
