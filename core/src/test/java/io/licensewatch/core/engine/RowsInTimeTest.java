package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that end by themselves, that come without their tenant, or that go all at once: each is seen at its frontier. */
class RowsInTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final OneTask task = new OneTask(
            new EngineSettings(1, Duration.ZERO),
            "auth.users",
            "public.product_offerings",
            "public.roles",
            "public.tenants",
            "public.user_roles");
    private final Seats seats = new Seats(task);

    private void tenant() {
        seats.tenant("acme", "team");
        task.put(SourceTable.ROLES, "member", Map.of("id", "member", "tenant_id", "acme"));
    }

    private void listed(String... users) {
        for (String user : users) {
            task.put(SourceTable.AUTH_USERS, user, Map.of("id", user));
        }
    }

    private void banned(String user) {
        task.put(
                SourceTable.AUTH_USERS,
                user,
                Map.of("id", user, "banned_until", task.now().plus(HOUR).toString()));
    }

    private void begin(long used) {
        seats.frontierAfter(SECOND);
        assertThat(seats.used("acme")).isEqualTo(used);
        task.statuses.clear();
    }

    private void assertPublishedOnce(long used) {
        assertThat(task.statuses)
                .as("published once, when all of it is there")
                .extracting(status -> status.seats().used())
                .containsExactly(used);
        task.statuses.clear();
    }

    @Test
    void bans_that_end_together_are_all_over_before_their_tenant_is_looked_at() {
        tenant();
        listed("ann");
        for (String user : new String[] {"bob", "cid", "dan"}) {
            banned(user);
        }
        seats.hire("acme", "ann", "bob", "cid", "dan");
        begin(1);
        seats.frontierAfter(HOUR.minusSeconds(2));
        assertThat(task.statuses).isEmpty();
        seats.frontierAfter(SECOND.multipliedBy(2));
        assertPublishedOnce(4);
        seats.frontierAfter(HOUR);
        assertThat(task.statuses).isEmpty();
    }

    @Test
    void assignments_that_end_together_are_all_over_before_their_tenant_is_looked_at() {
        tenant();
        listed("ann", "bob", "cid", "dan");
        seats.hire("acme", "ann");
        for (String user : new String[] {"bob", "cid", "dan"}) {
            task.put(
                    SourceTable.USER_ROLES,
                    user,
                    Map.of(
                            "id",
                            user,
                            "tenant_id",
                            "acme",
                            "user_id",
                            user,
                            "role_id",
                            "member",
                            "expires_at",
                            task.now().plus(HOUR).toString()));
        }
        begin(4);
        seats.frontierAfter(HOUR);
        assertPublishedOnce(1);
    }

    @Test
    void a_ban_counts_in_the_user_s_tenants() {
        tenant();
        listed("ann", "bob");
        seats.hire("acme", "ann", "bob");
        begin(2);
        banned("bob");
        seats.frontierAfter(SECOND);
        assertPublishedOnce(1);
    }

    @Test
    void an_assignment_without_a_tenant_counts_in_that_of_its_role() {
        tenant();
        listed("ann", "bob");
        seats.hire("acme", "ann");
        begin(1);
        task.putWithoutTenant(
                SourceTable.USER_ROLES, "bob", Map.of("id", "bob", "user_id", "bob", "role_id", "member"));
        seats.frontierAfter(SECOND);
        assertPublishedOnce(2);
    }

    @Test
    void a_truncate_is_seen_at_its_frontier_and_not_before_with_what_waited_before_it() {
        tenant();
        listed("ann", "bob", "cid", "dan");
        seats.hire("acme", "ann");
        begin(1);
        task.truncate(SourceTable.USER_ROLES);
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        assertThat(task.statuses).as("the truncate is behind this frontier").isEmpty();
        seats.hire("acme", "bob");
        task.truncate(SourceTable.USER_ROLES);
        seats.hire("acme", "cid", "dan");
        seats.frontierAfter(SECOND);
        assertPublishedOnce(2);
        task.truncate(SourceTable.USER_ROLES);
        seats.frontierAfter(SECOND);
        assertPublishedOnce(0);
    }

    /** The changes that wait go first, also those of other tables: nothing brings them again. */
    @Test
    void what_waited_before_a_truncate_of_another_table_is_kept() {
        tenant();
        listed("ann", "bob");
        seats.offering("team", 10);
        seats.offering("duo", 2);
        seats.hire("acme", "ann");
        begin(1);
        seats.hire("acme", "bob");
        task.frontierBeforeTheLastRow(SECOND);
        task.finish();
        seats.tenant("acme", "duo");
        task.truncate(SourceTable.USER_ROLES);
        seats.frontierAfter(SECOND);
        assertThat(task.statuses).last().satisfies(status -> {
            assertThat(status.seats().limit()).isEqualTo(2);
            assertThat(status.seats().used()).isZero();
        });
    }

    /** As after a time in which nobody wrote frontiers. */
    @Test
    void rows_that_are_far_from_the_last_frontier_are_taken_before_the_next() {
        tenant();
        listed("ann", "bob");
        seats.offering("team", 10);
        seats.hire("acme", "ann");
        begin(1);
        assertThat(task.current().keepsFarRows()).isFalse();
        task.logGrows(1L << 40);
        seats.hire("acme", "bob");
        assertThat(task.current().keepsFarRows()).isTrue();
        seats.frontierAfter(SECOND);
        assertPublishedOnce(2);
        assertThat(task.current().keepsFarRows()).isFalse();

        task.logGrows(1L << 40);
        seats.offering("team", 20);
        assertThat(task.current().keepsFarRows()).isTrue();
        seats.frontierAfter(SECOND);
        assertThat(task.statuses)
                .singleElement()
                .satisfies(status -> assertThat(status.seats().limit()).isEqualTo(20));
        assertThat(task.current().keepsFarRows()).isFalse();
    }

    @Test
    void rows_of_either_topic_that_are_read_again_are_replays() {
        tenant();
        Envelopes.Event row = task.later(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        Envelopes.Event shared =
                task.later(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 10));
        task.take(row);
        task.take(shared);
        seats.hire("acme", "bob");
        seats.offering("duo", 2);
        assertThat(task.current().replays()).isZero();
        task.take(row);
        assertThat(task.current().replays()).isEqualTo(1);
        task.take(shared);
        assertThat(task.current().replays()).isEqualTo(2);
    }

    @Test
    void a_frontier_is_passed_when_nothing_is_left_and_one_that_is_not_newer_is_a_replay() {
        tenant();
        seats.tenant("bolt", "team");
        assertThat(task.frontierAfter(SECOND)).isTrue();
        assertThat(task.published.passed).isEmpty();
        task.finish();
        assertThat(task.published.passed).containsExactly(task.current().passed());
        assertThat(task.current().passed()).isEqualTo(task.current().frontier());
        task.step();
        assertThat(task.published.passed).hasSize(1);
        assertThat(task.current().replays()).isZero();
        task.frontierBeforeTheLastRow(SECOND);
        assertThat(task.current().replays()).isEqualTo(1);
        assertThat(task.published.passed).hasSize(1);
        seats.frontierAfter(SECOND);
        assertThat(task.published.passed).hasSize(2);
        task.restart();
        task.step();
        assertThat(task.published.passed).as("again by another process").hasSize(3);
        assertThat(task.statuses).extracting(TenantStatus::tenantId).containsExactlyInAnyOrder("acme", "bolt");
    }

    @Test
    void a_frontier_that_overtook_a_row_waits_and_says_for_what() {
        tenant();
        listed("ann");
        begin(0);
        assertThat(task.current().frontierWaits()).isFalse();
        assertThat(task.current().missing()).isEmpty();
        Envelopes.Event late = task.later(SourceTable.USER_ROLES, "ann", Seats.hired("acme", "ann"));
        seats.frontierAfter(SECOND);
        assertThat(task.current().frontierWaits()).isTrue();
        assertThat(task.current().missing()).hasValueSatisfying(covered -> {
            assertThat(covered.table()).isEqualTo("public.user_roles");
            assertThat(covered.position()).isEqualTo(late.position());
        });
        assertThat(task.statuses).isEmpty();
        task.take(late);
        task.finish();
        assertThat(task.current().frontierWaits()).isFalse();
        assertPublishedOnce(1);
    }
}
