package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is put back to an earlier state, with the same identifier and slot, is noticed; never are its changes skipped. */
class SetBackIT {
    private static final String ROWS =
            "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20)";
    private static final Map<String, String> FEW_MARKS =
            Map.of("licensewatch.cdc.heartbeat-interval", "1h", "licensewatch.cdc.heartbeat-after-rows", "1h");

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_database_set_back_is_refused_at_once() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Path backup = runAndKeep(source);
        goOn(source);

        testbed.postgres().stop();
        testbed.postgres().restore(backup);
        testbed.postgres().startAgain();

        source.execute(ROWS);
        assertThat(checkOf(source))
                .anySatisfy(line -> assertThat(line)
                        .contains("FAIL  checkpoint: the database was set back: its log ends at")
                        .contains("--resync"));
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("the database was set back");
        assertResyncHelps(source);
    }

    @Test
    void a_database_that_was_set_back_and_wrote_more_is_refused_before_any_write() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Path backup = runAndKeep(source);
        goOn(source);
        String before = source.value("SELECT pg_current_wal_lsn()");

        testbed.postgres().stop();
        testbed.postgres().restore(backup);
        testbed.postgres().startAgain();

        writeBeyond(source, before);
        int written = testbed.written(source).changes("user_roles").size();
        int frontiers = testbed.written(source).frontiers().size();
        try (Cdc cdc = testbed.cdc(source)) {
            assertEnds(cdc, "the database was set back and its log continued differently", "--resync");
        }
        assertThat(testbed.written(source).changes("user_roles")).hasSize(written);
        assertThat(testbed.written(source).frontiers()).hasSize(frontiers);
        assertResyncHelps(source);
    }

    @Test
    void a_database_that_is_set_back_while_cdc_runs_ends_the_feed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Path backup = runAndKeep(source);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(ROWS);
            testbed.awaitFrontier(source);
            testbed.postgres().stopAtOnce();
            testbed.postgres().restore(backup);
            testbed.postgres().startAgain();
            assertEnds(cdc, "the database was set back: its log ends at", "--resync");
        }
    }

    @Test
    void a_new_timeline_that_lacks_what_was_read_is_refused() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Path backup = runAndKeep(source);
        goOn(source);
        String before = source.value("SELECT pg_current_wal_lsn()");

        testbed.postgres().stop();
        testbed.postgres().restore(backup);
        testbed.postgres().startOnNewTimeline();

        writeBeyond(source, before);
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("the server is on timeline")
                .hasMessageContaining("--resync");
        assertResyncHelps(source);
    }

    @Test
    void a_new_timeline_without_loss_is_accepted() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        runAndKeep(source);
        int former = timelineOf(source);

        testbed.postgres().stop();
        testbed.postgres().startOnNewTimeline();

        goOn(source);
        goOn(source);
        assertThat(timelineOf(source)).isGreaterThan(former);
    }

    @Test
    void a_table_that_leaves_after_the_last_event_was_its_own_is_no_other_history() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        goOn(source);
        readLast(source, "INSERT INTO roles (name) VALUES ('last')", "roles");
        source.execute("ALTER PUBLICATION licensewatch DROP TABLE roles");
        goOn(source);

        readLast(source, "INSERT INTO product_offerings (code) VALUES ('last')", "product_offerings");
        source.execute("DROP TABLE product_offerings");
        goOn(source);

        readLast(source, "TRUNCATE onboarding_progress, tenant_feature_grants", "");
        source.execute(
                "DROP TABLE onboarding_progress", "ALTER PUBLICATION licensewatch DROP TABLE tenant_feature_grants");
        goOn(source);
    }

    /** The last event that is written is this one. */
    private static void readLast(Source source, String statement, String table) throws Exception {
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, FEW_MARKS)) {
            awaitStreaming(cdc);
            source.execute(statement);
            await().atMost(PATIENCE)
                    .until(() ->
                            String.valueOf(checkpointOf(source).lastEvent()).contains("table=public." + table));
        }
    }

    private static Path runAndKeep(Source source) throws Exception {
        goOn(source);
        testbed.postgres().stop();
        Path backup = testbed.postgres().backup();
        testbed.postgres().startAgain();
        return backup;
    }

    private static void goOn(Source source) throws Exception {
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(ROWS);
            testbed.awaitFrontier(source);
        }
        testbed.awaitSlotFree(source);
        assertSame(source);
    }

    private static void writeBeyond(Source source, String lsn) throws Exception {
        while (source.value("SELECT pg_current_wal_lsn() < '" + lsn + "'::pg_lsn + 100000")
                .equals("t")) {
            source.execute(ROWS);
        }
    }

    private static void assertResyncHelps(Source source) throws Exception {
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.RESYNC, Map.of())) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        testbed.awaitSlotFree(source);
        assertSame(source);
        goOn(source);
    }

    private static Checkpoint checkpointOf(Source source) {
        List<ConsumerRecord<byte[], byte[]>> records = testbed.kafka().committed(source.database() + ".checkpoint");
        return Checkpoint.decode(records.get(records.size() - 1).value());
    }

    private static int timelineOf(Source source) {
        Integer timeline = checkpointOf(source).timeline();
        return timeline == null ? 0 : timeline;
    }

    private static List<String> checkOf(Source source) throws InterruptedException {
        return Checkup.run(testbed.settings(source, Map.of()), false).stream()
                .map(Object::toString)
                .toList();
    }

    private static void assertEnds(Cdc cdc, String... words) {
        await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
        assertThat(cdc.live().get(0).check().detail()).contains(words);
    }

    private static void assertSame(Source source) throws Exception {
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "tenant_id"))
                .isNotEmpty()
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
    }
}
