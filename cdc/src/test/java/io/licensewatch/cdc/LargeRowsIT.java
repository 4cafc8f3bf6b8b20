package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.RowChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows as large as records may be, and larger. */
class LargeRowsIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    /** SQL for a text of 1 MB. */
    private static final String MEGABYTE = large(32_768);

    @Test
    void a_row_that_is_too_large_ends_the_feed_and_is_written_once_it_is_allowed() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "CREATE TABLE materialized_view_refresh_jobs (id int PRIMARY KEY, view_name text, success boolean,"
                        + " error_message text)",
                "ALTER PUBLICATION licensewatch ADD TABLE materialized_view_refresh_jobs",
                "INSERT INTO materialized_view_refresh_jobs SELECT 1, 'v', false, " + MEGABYTE,
                "INSERT INTO onboarding_progress (tenant_id, completed_steps) VALUES ('" + TENANT_A + "', ARRAY["
                        + large(20_000) + "])");
        assertThat(refusal(
                        source,
                        "ALTER PUBLICATION licensewatch DROP TABLE roles",
                        "INSERT INTO roles (name) SELECT " + MEGABYTE,
                        "ALTER PUBLICATION licensewatch ADD TABLE roles"))
                .as("of a table that joins, and is read again")
                .contains("table public.roles: a change of a row (key: id)");
        source.execute(
                "ALTER PUBLICATION licensewatch DROP TABLE roles", // a delete holds the old row as well
                "DELETE FROM roles",
                "ALTER PUBLICATION licensewatch ADD TABLE roles");

        assertThat(refusal(
                        source,
                        "UPDATE onboarding_progress SET completed_steps = ARRAY[" + large(20_000) + "]",
                        "INSERT INTO tenants (name, status) VALUES ('behind it', 'active')"))
                .as("0.6 MB each: the row fits, before and after it together do not")
                .contains("table public.onboarding_progress: a change of a row (key: id) makes a record of 1")
                .contains("licensewatch.topics.max-record-bytes = 1048576")
                .contains("--resync")
                .doesNotContain(TENANT_A)
                .hasLineCount(1);

        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining(
                        "public.onboarding_progress: has max.message.bytes = 1179648, not 9437184 or more");
        testbed.kafka().alterTopics(source.database() + ".", "max.message.bytes", "9437184");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE onboarding_progress SET completed_steps = ARRAY[" + MEGABYTE + "]",
                    "UPDATE onboarding_progress SET completed_steps = ARRAY[" + MEGABYTE + "]",
                    "UPDATE onboarding_progress SET current_step = 'payment'",
                    "UPDATE onboarding_progress SET church_data = to_jsonb(" + MEGABYTE + ")",
                    "INSERT INTO materialized_view_refresh_jobs SELECT 2, 'v', false, " + MEGABYTE);
            testbed.awaitFrontier(source);
            assertThat(cdc.state()).isEqualTo(FeedState.STREAMING);
        }
        Written written = testbed.written(source);
        assertThat(written.rows("onboarding_progress", "completed_steps"))
                .hasSize(1)
                .isEqualTo(testbed.selected(source, "onboarding_progress", "'[' || completed_steps[1] || ']'"));
        assertThat(written.changes("onboarding_progress"))
                .filteredOn(change -> change.op() == RowChange.Op.UPDATE)
                .hasSize(5)
                .filteredOn(change -> String.valueOf(change.before()).length() > 1 << 20)
                .hasSize(3)
                .allMatch(change -> String.valueOf(change.after()).length() > 1 << 20);
        assertThat(written.rows("tenants", "name")).hasSize(1);
        assertThat(written.rows("materialized_view_refresh_jobs", "error_message"))
                .isEqualTo(Map.of("1", "withheld", "2", "withheld"));
    }

    /** What ends a feed that takes records of 1 MiB when this is done. */
    private static String refusal(Source source, String... statements) throws Exception {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CdcSettings narrow = testbed.settings(
                source,
                Map.of("licensewatch.topics.max-record-bytes", "1048576", "licensewatch.cdc.tables-interval", "1s"));
        try (Cdc cdc = Cdc.start(narrow, Cdc.Start.CONTINUE, new SimpleMeterRegistry(), failure::set)) {
            awaitStreaming(cdc);
            source.execute(statements);
            await("it ends").atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
        }
        assertThat(failure.get()).isInstanceOf(UnfitSourceException.class);
        return String.valueOf(Objects.requireNonNull(failure.get()).getMessage());
    }

    /** SQL for a text that cannot be compressed. */
    private static String large(int digests) {
        return "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, " + digests + "))";
    }
}
