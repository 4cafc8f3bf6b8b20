package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that says an end which is past when it is written is read ahead of a frontier behind that end. */
class EndsReadAheadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(
            new EngineSettings(1, Duration.ZERO),
            "public.product_offerings",
            "public.tenants",
            "public.user_roles",
            "auth.users");
    private final Seats seats = new Seats(task);

    @BeforeEach
    void a_tenant_has_two_users_of_whom_one_is_banned() {
        seats.offering("team", 4);
        seats.tenant("acme", "team");
        seats.hire("acme", "ann", "bob");
        user("ann", "infinity");
        user("bob", null);
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(1);
        task.statuses.clear();
        task.logGrows(1);
    }

    private void user(String id, @Nullable String bannedUntil) {
        Map<String, Object> row = new HashMap<>(Map.of("id", id));
        if (bannedUntil != null) {
            row.put("banned_until", bannedUntil);
        }
        task.put(SourceTable.AUTH_USERS, id, row);
    }

    private void assertCountedAt(Instant frontier, long used) {
        TenantStatus status = task.statuses.get(task.statuses.size() - 1);
        assertThat(status.seats().used()).isEqualTo(used);
        assertThat(status.asOf().sourceTime()).isEqualTo(frontier);
    }

    @Test
    void a_user_is_banned_until_the_row_that_ends_the_ban() {
        user("ann", task.now().plusMillis(10).toString());
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        seats.frontierAfter(SECOND);
        assertCountedAt(task.now(), 2);
    }

    @Test
    void an_assignment_counts_until_the_row_that_ends_it() {
        Map<String, Object> row = new HashMap<>(Seats.hired("acme", "bob"));
        row.put("expires_at", task.now().plusMillis(10).toString());
        task.put(SourceTable.USER_ROLES, "bob", row);
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        seats.frontierAfter(SECOND);
        assertCountedAt(task.now(), 0);
    }

    @Test
    void a_tenant_is_not_evaluated_at_a_frontier_between_two_bans_of_a_user() {
        user("ann", task.now().plusMillis(10).toString());
        user("cid", null);
        seats.hire("acme", "cid");
        task.passes(SECOND);
        user("ann", "infinity");
        task.frontierBeforeTheLastRow(Duration.ZERO);
        task.finish();
        seats.frontierAfter(SECOND);
        assertCountedAt(task.now(), 2);
    }
}
