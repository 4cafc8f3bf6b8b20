package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The topics of a prefix are written from one slot, and no epoch is given twice. */
class OneSlotIT {
    private static final String ROWS =
            "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20)";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_progress_that_is_lost_gives_no_epoch_twice() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        goOn(source, Map.of());
        assertThat(epoch(source)).isEqualTo(1);

        testbed.kafka().delete(source.database() + ".checkpoint");
        source.execute("DELETE FROM user_roles WHERE tenant_id::text < '8'");
        goOn(source, Map.of());
        assertThat(epoch(source)).isEqualTo(2);

        testbed.kafka().delete(source.database() + ".checkpoint");
        testbed.kafka().delete(source.database() + ".frontier");
        source.execute("DELETE FROM user_roles WHERE tenant_id::text < 'a'");
        goOn(source, Map.of());
        assertThat(epoch(source)).isEqualTo(3);
    }

    @Test
    void a_second_slot_is_refused_while_the_first_continues() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc first = testbed.cdc(source)) {
            awaitStreaming(first);
            assertRefused(source, second(source), "written from slot '" + source.database() + "'");
            assertThat(first.state()).isEqualTo(FeedState.STREAMING);
            testbed.awaitFrontier(source);
        }
        assertRefused(source, second(source), "written from slot '" + source.database() + "'");
        assertThat(epoch(source)).isEqualTo(1);
    }

    @Test
    void a_second_slot_takes_over_the_topics_on_request_and_the_first_ends() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        try (Cdc first = testbed.cdc(source)) {
            awaitStreaming(first);
            source.execute(ROWS);
            try (Cdc second = testbed.cdc(source, Cdc.Start.RESYNC, second(source))) {
                await().atMost(PATIENCE).until(() -> first.state() == FeedState.FAILED);
                assertThat(first.live().get(0).check().detail())
                        .contains("written from slot '" + source.database() + "_2'", "--resync");
                awaitStreaming(second);
                source.execute(ROWS);
                testbed.awaitFrontier(source);
                assertThat(second.state()).isEqualTo(FeedState.STREAMING);
            }
        }
        assertSame(source);
        int epoch = epoch(source);
        assertThat(epoch).isGreaterThanOrEqualTo(2);
        assertRefused(source, Map.of(), "written from slot '" + source.database() + "_2'");
        goOn(source, second(source));
        assertThat(epoch(source)).isEqualTo(epoch);
    }

    private static Map<String, String> second(Source source) {
        return Map.of("licensewatch.postgres.slot", source.database() + "_2");
    }

    private static void assertRefused(Source source, Map<String, String> settings, String words) throws Exception {
        assertThat(Checkup.run(testbed.settings(source, settings), false))
                .anySatisfy(result ->
                        assertThat(result.toString()).startsWith("FAIL").contains(words, "--resync"));
        assertThatThrownBy(
                        () -> testbed.cdc(source, Cdc.Start.CONTINUE, settings).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining(words);
    }

    private static void goOn(Source source, Map<String, String> settings) throws Exception {
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, settings)) {
            awaitStreaming(cdc);
            source.execute(ROWS);
            testbed.awaitFrontier(source);
        }
        testbed.awaitSlotFree(source);
        assertSame(source);
    }

    private static int epoch(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1).epoch();
    }

    private static void assertSame(Source source) throws Exception {
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "tenant_id"))
                .isNotEmpty()
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
    }
}
