package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A source topic that somebody deletes takes rows with it that the checkpoint counts as written. */
class DeletedTopicsIT {
    private static final Map<String, String> SOON = Map.of("licensewatch.cdc.tables-interval", "200ms");

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void the_rows_of_a_topic_that_is_deleted_while_cdc_runs_are_read_again() throws Exception {
        Source source = loaded(200);
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, SOON)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            testbed.kafka().delete(source.database() + ".public.user_roles");
            awaitReadAgain(source, "public.user_roles");
        }
        assertRowsEqualSql(source);
        assertThat(lastFrontier(source).epoch()).isEqualTo(1);
    }

    @Test
    void the_rows_of_a_topic_that_is_deleted_while_cdc_is_stopped_are_read_again() throws Exception {
        Source source = loaded(200);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        testbed.kafka().delete(source.database() + ".public.user_roles");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            awaitReadAgain(source, "public.user_roles");
        }
        assertRowsEqualSql(source);
    }

    /** Rows of any table with a tenant may be there. */
    @Test
    void rows_without_a_tenant_are_read_again_when_their_topic_is_deleted() throws Exception {
        Source source = loaded(10);
        source.execute("INSERT INTO user_roles (tenant_id) VALUES (NULL)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        testbed.kafka().delete(source.database() + ".tenantless");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            awaitReadAgain(source, "public.user_roles");
        }
        assertThat(testbed.kafka().records(source.database() + ".tenantless")).isNotEmpty();
    }

    private static void awaitReadAgain(Source source, String table) {
        await().atMost(PATIENCE)
                .until(() -> lastFrontier(source).snapshotComplete()
                        && lastFrontier(source).tables().contains(table)
                        && lastFrontier(source).resyncs().stream()
                                .anyMatch(resync -> resync.table().equals(table)));
    }

    private static void assertRowsEqualSql(Source source) throws SQLException {
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "is_active"))
                .hasSize(200)
                .isEqualTo(testbed.selected(source, "user_roles", "is_active"));
    }

    private static Source loaded(int rows) throws SQLException {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, " + rows + ")");
        return source;
    }

    private static Frontier lastFrontier(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }
}
