package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a task cannot understand goes to the dead letters, and what comes behind it is taken. */
class RejectedRowsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(new EngineSettings(100, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    private void assertRejected(String... reasons) {
        assertThat(task.published.deadLetters).hasSize(reasons.length);
        for (int i = 0; i < reasons.length; i++) {
            assertThat(task.published.deadLetters.get(i)).contains(reasons[i]);
        }
        seats.tenant("acme", "team");
        seats.hire("acme", "ann");
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(1);
        assertThat(task.published.deadLetters).hasSize(reasons.length);
    }

    private Envelopes.Event row(SourceTable table, Map<String, Object> row) {
        return Envelopes.event(
                table, Map.of("id", "x"), RowChange.Op.UPDATE, null, row, new SourcePosition(1, 40, 7), task.now());
    }

    @Test
    void a_row_of_a_tenants_topic_without_a_tenant_or_of_a_table_without_one() {
        task.take(row(SourceTable.USER_ROLES, Map.of("id", "x", "user_id", "ann")));
        task.take(row(SourceTable.USER_ROLES, Map.of("id", "x", "tenant_id", "")));
        Envelopes.Event stranger = row(SourceTable.PRODUCT_OFFERINGS, Map.of("id", "x"));
        task.current().onRowChange(stranger.key(), stranger.value());
        assertRejected(
                "{\"id\":\"x\"}: column user_roles.tenant_id is null or missing",
                "column user_roles.tenant_id is null or missing",
                "public.product_offerings has no tenant");
    }

    @Test
    void a_row_of_a_table_that_is_not_watched_on_either_topic() {
        byte[] key = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] value = new String(row(SourceTable.TENANTS, Map.of("id", "x")).value(), StandardCharsets.UTF_8)
                .replace("\"table\":\"tenants\"", "\"table\":\"landlords\"")
                .getBytes(StandardCharsets.UTF_8);
        task.current().onRowChange(key, value);
        task.current().onReferenceChange(key, value);
        assertRejected("{\"id\":1}: table public.landlords is not watched", "table public.landlords is not watched");
    }

    @Test
    void a_column_that_cannot_be_read_also_where_the_row_only_has_to_wait() {
        seats.tenant("acme", "team");
        seats.frontierAfter(SECOND);
        seats.tenant("acme", "other");
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        task.put(
                SourceTable.USER_ROLES,
                "bob",
                Map.of("id", "bob", "tenant_id", "acme", "user_id", "bob", "role_id", "r", "expires_at", "soon"));
        assertThat(task.published.deadLetters)
                .as("at once, not at its frontier")
                .hasSize(1);
        assertRejected("expires_at");
    }
}
