package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of whom nothing was reported: live where a foreign key says that they are there, gone where none does. */
class HeldUsersTest {
    private static final String HELD = "user_roles.user_id";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, Object> ANN = Map.of("id", "ann", "is_active", true);
    private static final Map<String, Object> ANN_GONE =
            Map.of("id", "ann", "is_active", true, "deleted_at", "2026-03-01T00:00:00Z");

    private final OneTask task = new OneTask(
            new EngineSettings(1, Duration.ZERO),
            "auth.users",
            "public.product_offerings",
            "public.roles",
            "public.tenants",
            "public.user_roles");
    private final Seats seats = new Seats(task);

    @BeforeEach
    void a_tenant_of_two() {
        seats.tenant("acme", "team");
        task.put(SourceTable.ROLES, "member", Map.of("id", "member", "tenant_id", "acme"));
        seats.hire("acme", "ann", "bob");
    }

    private long used() {
        seats.frontierAfter(SECOND);
        return seats.used("acme");
    }

    private List<byte[]> stored() {
        List<byte[]> keys = new ArrayList<>();
        byte[] all = StateSpace.LISTED_USERS.all();
        task.state.scan(all, KeyWriter.after(all), (key, value) -> keys.add(key));
        return keys;
    }

    @Test
    void users_of_whom_nothing_is_reported_are_live_where_a_foreign_key_holds_them() {
        task.enforce(HELD);
        assertThat(used()).isEqualTo(2);
        assertThat(stored()).isEmpty();
    }

    @Test
    void without_a_foreign_key_they_are_gone() {
        assertThat(used()).isZero();
        task.put(SourceTable.AUTH_USERS, "ann", ANN);
        assertThat(used()).isEqualTo(1);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_foreign_key_that_comes_or_goes_changes_what_an_unknown_user_means() {
        assertThat(used()).isZero();
        task.enforce(HELD);
        assertThat(used()).isEqualTo(2);
        task.put(SourceTable.AUTH_USERS, "ann", ANN_GONE);
        assertThat(used()).isEqualTo(1);
        task.enforce();
        assertThat(used()).isZero();
        task.put(SourceTable.AUTH_USERS, "bob", Map.of("id", "bob", "is_active", true));
        assertThat(used()).isEqualTo(1);
        task.enforce(HELD);
        assertThat(used()).isEqualTo(1);
        task.put(SourceTable.AUTH_USERS, "bob", Map.of("id", "bob", "is_active", true));
        assertThat(used()).as("as before, though nothing is stored of him").isEqualTo(1);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void who_is_plain_again_is_forgotten_and_counts_also_after_a_restart() {
        task.enforce(HELD);
        task.put(SourceTable.AUTH_USERS, "ann", ANN_GONE);
        assertThat(used()).isEqualTo(1);
        task.restart();
        task.put(SourceTable.AUTH_USERS, "ann", ANN);
        assertThat(used()).isEqualTo(2);
        assertThat(stored()).isEmpty();
        task.put(SourceTable.AUTH_USERS, "ann", ANN_GONE);
        task.delete(SourceTable.AUTH_USERS, "ann", ANN_GONE);
        assertThat(used()).as("whoever holds a role is there").isEqualTo(2);
        assertThat(stored()).isEmpty();
    }

    private void annIsBannedForAnHour() {
        String until = task.now().plus(HOUR).toString();
        task.put(SourceTable.AUTH_USERS, "ann", Map.of("id", "ann", "is_active", true, "banned_until", until));
    }

    @Test
    void a_ban_ends_by_itself() {
        task.enforce(HELD);
        annIsBannedForAnHour();
        assertThat(used()).isEqualTo(1);
        seats.frontierAfter(HOUR);
        assertThat(seats.used("acme")).isEqualTo(2);
        task.put(SourceTable.AUTH_USERS, "ann", ANN);
        assertThat(used()).isEqualTo(2);
        assertThat(stored()).isEmpty();
    }

    @Test
    void who_is_plain_before_the_ban_has_ended_has_no_timer() {
        task.enforce(HELD);
        annIsBannedForAnHour();
        assertThat(used()).isEqualTo(1);
        task.put(SourceTable.AUTH_USERS, "ann", ANN);
        assertThat(used()).isEqualTo(2);
        seats.frontierAfter(HOUR.plus(SECOND));
        assertThat(seats.used("acme")).isEqualTo(2);
        assertThat(stored()).isEmpty();
    }

    @Test
    void what_a_snapshot_does_not_report_again_goes_without_saying() {
        task.enforce(HELD);
        task.put(SourceTable.AUTH_USERS, "ann", ANN_GONE);
        assertThat(used()).isEqualTo(1);
        task.resynced(SourceTable.AUTH_USERS);
        assertThat(used()).isEqualTo(2);
        assertThat(stored()).isEmpty();
    }
}
