package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a role or a user that is referred to can be absent: each frontier says what Postgres enforces, and never too much. */
class ForeignKeysIT {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final List<String> BOTH = List.of("user_roles.role_id", "user_roles.user_id");

    private static final Map<String, String> OFTEN = Map.of("licensewatch.cdc.tables-interval", "2s");

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    /** A foreign key that a seat rests on. */
    private enum Key {
        ROLES("role_id", "roles", "public.roles", assignment(7, 1, 99)),
        USERS("user_id", "auth.users", "auth.users", assignment(7, 99, 1));

        private final String name;
        private final String add;
        private final String table;
        private final String dangling;
        private final List<String> others;

        Key(String column, String refersTo, String table, String dangling) {
            this.name = "held_" + column;
            this.add = "ALTER TABLE user_roles ADD CONSTRAINT held_" + column + " FOREIGN KEY (" + column
                    + ") REFERENCES " + refersTo + " (id)";
            this.table = table;
            this.dangling = dangling;
            this.others = BOTH.stream()
                    .filter(held -> !held.equals("user_roles." + column))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void frontiers_follow_a_foreign_key_that_is_dropped_and_created_while_it_runs(Key key) throws Exception {
        Source source = source();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(last(source).enforced()).isEqualTo(BOTH);

            source.execute("ALTER TABLE user_roles DROP CONSTRAINT " + key.name, key.dangling);
            awaitEnforced(source, key.others);
            assertThat(last(source).resyncs())
                    .extracting(Frontier.Resync::table)
                    .containsExactly(key.table);
            RowChange dangling = testbed.written(source).changes("user_roles").stream()
                    .filter(change -> change.key().contains("7"))
                    .findFirst()
                    .orElseThrow();
            assertThat(testbed.written(source).frontiers())
                    .filteredOn(frontier -> !dangling.position().isAfter(frontier.position()))
                    .filteredOn(Frontier::snapshotComplete)
                    .isNotEmpty()
                    .allSatisfy(frontier -> assertThat(frontier.enforced()).isEqualTo(key.others));

            source.execute("DELETE FROM user_roles WHERE id = 7", key.add + " NOT VALID", assignment(8, 1, 1));
            testbed.awaitFrontier(source);
            assertThat(last(source).enforced()).as("promises nothing yet").isEqualTo(key.others);
            source.execute("ALTER TABLE user_roles VALIDATE CONSTRAINT " + key.name, assignment(9, 1, 1));
            awaitEnforced(source, BOTH);
        }
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void one_that_is_dropped_while_cdc_is_stopped_is_noticed_at_the_start(Key key) throws Exception {
        Source source = source();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        int before = testbed.written(source).frontiers().size();
        source.execute("ALTER TABLE user_roles DROP CONSTRAINT " + key.name);
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            awaitEnforced(source, key.others);
        }
        List<Frontier> frontiers = testbed.written(source).frontiers();
        assertThat(frontiers.subList(before, frontiers.size()))
                .filteredOn(Frontier::snapshotComplete)
                .allSatisfy(frontier -> assertThat(frontier.enforced()).isEqualTo(key.others));
    }

    @Test
    void rows_of_users_have_the_foreign_key_mark_and_no_sign_in_time() throws Exception {
        Source source = source();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            source.execute(
                    "UPDATE auth.users SET last_sign_in_at = now() WHERE id = 1",
                    "UPDATE auth.users SET is_active = false WHERE id = 2",
                    "DELETE FROM auth.users WHERE id = 2");
            testbed.awaitFrontier(source);
            assertThat(testbed.written(source).changes("users"))
                    .extracting(
                            change -> change.op() + " " + (change.after() != null ? change.after() : change.before()))
                    .containsExactly(
                            "READ {id=1, is_active=true, enforced=true}",
                            "READ {id=2, is_active=true, enforced=true}",
                            "UPDATE {id=1, is_active=true, enforced=true}",
                            "UPDATE {id=2, is_active=false, enforced=true}",
                            "DELETE {id=2, enforced=true}");
            source.execute("ALTER TABLE user_roles DROP CONSTRAINT held_user_id");
            awaitEnforced(source, List.of("user_roles.role_id"));
            List<RowChange> changes = testbed.written(source).changes("users");
            assertThat(changes.get(changes.size() - 1).after()).isEqualTo(Map.of("id", 1L, "is_active", true));
        }
    }

    private static Source source() throws Exception {
        return testbed.source(
                "CREATE SCHEMA auth",
                "CREATE TABLE auth.users (id int PRIMARY KEY, email text, last_sign_in_at timestamptz, is_active boolean)",
                "CREATE TABLE roles (id int PRIMARY KEY, tenant_id uuid, name text, is_active boolean)",
                "CREATE TABLE user_roles (id int PRIMARY KEY, tenant_id uuid, user_id int, role_id int)",
                Key.ROLES.add,
                Key.USERS.add,
                "ALTER TABLE roles REPLICA IDENTITY FULL",
                "ALTER TABLE user_roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE roles, user_roles, auth.users",
                "INSERT INTO auth.users VALUES (1, 'a@b', now(), true), (2, 'c@d', NULL, true)",
                "INSERT INTO roles VALUES (1, '" + TENANT + "', 'a', true), (2, '" + TENANT + "', 'b', false)",
                assignment(1, 1, 1));
    }

    private static String assignment(int id, int user, int role) {
        return "INSERT INTO user_roles VALUES (" + id + ", '" + TENANT + "', " + user + ", " + role + ")";
    }

    private static void awaitEnforced(Source source, List<String> columns) {
        await().atMost(PATIENCE).until(() -> {
            Frontier last = last(source);
            return last.snapshotComplete() && last.enforced().equals(columns);
        });
    }

    private static Frontier last(Source source) {
        List<Frontier> frontiers = testbed.written(source).frontiers();
        return frontiers.get(frontiers.size() - 1);
    }
}
