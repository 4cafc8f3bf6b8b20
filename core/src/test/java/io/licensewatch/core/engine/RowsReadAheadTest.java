package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A hold does not go on through a frontier at which the tenant was over its limit, in whatever order rows are read. */
class RowsReadAheadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofSeconds(31);
    private static final Duration HOLD = Duration.ofSeconds(61);

    private final OneTask task = new OneTask(
            new EngineSettings(100, Duration.ZERO),
            "auth.users",
            "public.product_offerings",
            "public.tenants",
            "public.user_roles");
    private final Seats seats = new Seats(task);

    private void users(String... names) {
        for (String name : names) {
            task.put(SourceTable.AUTH_USERS, name, Map.of("id", name));
        }
    }

    private void begin() {
        users("ann", "bob", "cid", "dan", "eve");
        seats.offering("team", 4);
        seats.offering("other", 4);
        seats.offering("big", 100);
        seats.tenant("bolt", "team");
        seats.tenant("zeta", "team");
        seats.hire("zeta", "ann", "bob", "cid", "dan", "eve");
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).extracting(AlertEvent::status).containsExactly(AlertStatus.OPEN);
        task.alerts.clear();
    }

    private void easing() {
        begin();
        seats.leave("zeta", "eve", "dan", "cid");
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).isEmpty();
        task.logGrows(1);
    }

    private void assertBeginsAgain() {
        seats.frontierAfter(REST);
        assertThat(task.alerts).as("it was over its limit 31 s ago").isEmpty();
        seats.frontierAfter(HOLD);
        assertThat(task.alerts).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
    }

    /** At the first frontier 2 of 1 seats are used; its row that takes it to another offering is behind that. */
    @Test
    void an_answer_to_a_few_that_a_tenant_which_is_ahead_had_at_the_frontier() {
        easing();
        seats.offering("team", 1);
        task.logGrows(1);
        seats.tenant("zeta", "other");
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    /** A walk finds it. */
    @Test
    void an_answer_to_many_that_a_tenant_which_is_ahead_had_at_the_frontier() {
        for (int i = 0; i < 20; i++) {
            seats.tenant("more" + i, "team");
        }
        an_answer_to_a_few_that_a_tenant_which_is_ahead_had_at_the_frontier();
    }

    @Test
    void an_answer_that_is_read_after_a_row_behind_the_frontier() {
        easing();
        Envelopes.Event answer =
                task.later(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 1));
        task.logGrows(1);
        seats.tenant("zeta", "other");
        task.take(answer);
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    /** At the first frontier 5 of 4 seats are used; tables are read each at its own pace. */
    @Test
    void a_row_that_the_frontier_covers_and_is_read_after_one_behind_it() {
        easing();
        List<Envelopes.Event> hired = new ArrayList<>();
        for (String user : List.of("cid", "dan", "eve")) {
            hired.add(task.later(SourceTable.USER_ROLES, user, Seats.hired("zeta", user)));
        }
        task.logGrows(1);
        seats.tenant("zeta", "big");
        hired.forEach(task::take);
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    @Test
    void a_row_that_the_frontier_covers_and_is_read_before_one_behind_it() {
        easing();
        seats.hire("zeta", "cid", "dan", "eve");
        task.logGrows(1);
        seats.tenant("zeta", "big");
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    private void banned(Instant until) {
        for (String user : List.of("cid", "dan", "eve")) {
            task.put(SourceTable.AUTH_USERS, user, Map.of("id", user, "banned_until", until.toString()));
        }
    }

    /** Bans end by themselves at the first frontier; the tenant's row behind that was read before. */
    @Test
    void bans_that_end_at_a_frontier_at_which_the_tenant_is_ahead() {
        begin();
        banned(task.now().plus(HALF));
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).isEmpty();
        task.logGrows(1);
        seats.tenant("zeta", "big");
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    /** A user's row that the frontier covers is read after the tenant's row that it does not. */
    @Test
    void a_user_whom_the_frontier_covers_and_who_is_read_after_a_row_behind_it() {
        begin();
        banned(task.now().plus(Duration.ofDays(9)));
        seats.frontierAfter(SECOND);
        List<Envelopes.Event> free = new ArrayList<>();
        for (String user : List.of("cid", "dan", "eve")) {
            free.add(task.later(SourceTable.AUTH_USERS, user, Map.of("id", user)));
        }
        task.logGrows(1);
        seats.tenant("zeta", "big");
        free.forEach(event -> task.current().onReferenceChange(event.key(), event.value()));
        task.frontierBeforeTheLastRow(HALF);
        task.finish();
        assertBeginsAgain();
    }

    /** Bans end at a frontier that waits for another tenant's row, and are set again behind it before it is reached. */
    @Test
    void bans_that_ended_at_a_skipped_frontier_and_are_set_again_behind_it() {
        begin();
        banned(task.now().plus(HALF));
        seats.frontierAfter(SECOND);
        Envelopes.Event late = task.later(SourceTable.TENANTS, "bolt", Seats.tenantRow("bolt", "team"));
        task.frontierAfter(HALF);
        banned(task.now().plus(Duration.ofDays(9)));
        task.frontierAfter(REST);
        task.take(late);
        task.finish();
        assertThat(task.alerts).as("it was over its limit 31 s ago").isEmpty();
    }

    @Test
    void bans_that_ended_at_a_skipped_frontier_of_users_who_are_truncated_behind_it() {
        begin();
        banned(task.now().plus(HALF));
        seats.frontierAfter(SECOND);
        Envelopes.Event late = task.later(SourceTable.TENANTS, "bolt", Seats.tenantRow("bolt", "team"));
        task.frontierAfter(HALF);
        task.truncate(SourceTable.AUTH_USERS);
        task.frontierAfter(REST);
        task.take(late);
        task.finish();
        assertThat(task.alerts).as("it was over its limit 31 s ago").isEmpty();
    }
}
