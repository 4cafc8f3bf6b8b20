package io.licensewatch.cdc.debezium;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An engine that gives up its start leaves a task that still waits for Postgres; it must not get what it waits for. */
class AbandonedEngineIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void what_an_engine_leaves_that_gave_up_its_own_start_is_ended() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "BEGIN", "INSERT INTO tenants (name, status) VALUES ('a', 'active')", "PREPARE TRANSACTION 'left'");
        FeedSettings settings = testbed.settings(source, Map.of()).feed();
        Properties impatient = EngineProperties.of(settings, List.of(EngineEvents.ROLES), true);
        impatient.setProperty("internal.task.management.timeout.ms", "5000");
        OrphanedBackends remains = new OrphanedBackends();
        EngineSession session = new EngineSession(impatient, new Ignoring(), remains);
        session.start();
        assertThat(session.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        assertThat(testbed.slotIsActive(source)).as("its task still waits").isTrue();

        session.close();
        assertThat(session.isGivenUp()).isFalse();
        assertThat(remains.exist()).isTrue();
        remains.end(settings.postgres());

        assertThat(remains.exist()).isFalse();
        await().atMost(PATIENCE).until(() -> backends(source).equals("0"));
        source.execute("COMMIT PREPARED 'left'");
        assertThat(source.value(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + source.database() + "'"))
                .isEqualTo("0");
    }

    /** Debezium's, by the names that it gives them. */
    private static String backends(Source source) throws Exception {
        return source.value("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + source.database()
                + "' AND application_name LIKE 'Debezium%'");
    }

    private static final class Ignoring implements EngineHandler {
        @Override
        public void handle(List<SourceRecord> records, Confirmation confirmation) {}

        @Override
        public boolean stop(long millis) {
            return true;
        }
    }
}
