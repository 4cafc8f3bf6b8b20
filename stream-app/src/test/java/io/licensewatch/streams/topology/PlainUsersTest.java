package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users cost the tenant tasks where a foreign key holds the column that refers to them. */
class PlainUsersTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private static Path stateDir;

    private TopologyFixture watch = new TopologyFixture(stateDir, START);

    @BeforeEach
    void a_tenant_with_two_users() {
        watch.usersAreHeld();
        watch.snapshotBegins();
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 10);
        watch.tenant("acme", "team");
        watch.put(SourceTable.ROLES, "member", "tenant_id", "acme", "name", "Member");
        for (String user : List.of("ann", "bob")) {
            watch.put(SourceTable.AUTH_USERS, user, "is_active", true);
            watch.put(SourceTable.USER_ROLES, user, "tenant_id", "acme", "user_id", user, "role_id", "member");
        }
    }

    @AfterEach
    void close() {
        watch.close();
    }

    /** The frontier of the snapshot. */
    private List<String> sentByTheSnapshot() {
        watch.snapshotIsWhole();
        watch.frontierAfter(SECOND);
        return watch.referenceChanges();
    }

    private static String key(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    private long seats() {
        List<TenantStatus> statuses = watch.statuses();
        return statuses.get(statuses.size() - 1).seats().used();
    }

    @Test
    void two_thousand_plain_users_send_nothing() {
        for (int user = 0; user < 2_000; user++) {
            watch.put(SourceTable.AUTH_USERS, "user" + user, "is_active", true);
        }
        assertThat(sentByTheSnapshot()).containsExactly(key("team"), "standing:" + key("member"));
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void a_login_ends_in_the_reference_task() {
        sentByTheSnapshot();
        assertThat(seats()).isEqualTo(2);
        for (int login = 0; login < 3; login++) {
            watch.put(SourceTable.AUTH_USERS, "ann", "is_active", true);
            watch.frontierAfter(SECOND);
        }
        assertThat(watch.referenceChanges()).isEmpty();
        assertThat(watch.statuses()).isEmpty();
    }

    @Test
    void a_ban_and_its_end_go_out_and_then_logins_cost_nothing_again() {
        sentByTheSnapshot();
        assertThat(seats()).isEqualTo(2);
        watch.put(SourceTable.AUTH_USERS, "ann", "is_active", true, "banned_until", "infinity");
        watch.frontierAfter(SECOND);
        assertThat(watch.referenceChanges()).containsExactly(key("ann"));
        assertThat(seats()).isEqualTo(1);
        watch.put(SourceTable.AUTH_USERS, "ann", "is_active", true);
        watch.frontierAfter(SECOND);
        assertThat(watch.referenceChanges()).containsExactly(key("ann"));
        assertThat(seats()).isEqualTo(2);
        watch.put(SourceTable.AUTH_USERS, "ann", "is_active", true);
        watch.frontierAfter(SECOND);
        assertThat(watch.referenceChanges()).isEmpty();
    }
}
