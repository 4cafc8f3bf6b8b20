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

/** Whether a role that is held can be absent: each frontier says what Postgres enforces, and never too much. */
class ForeignKeysIT {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String ADD =
            "ALTER TABLE user_roles ADD CONSTRAINT held FOREIGN KEY (role_id) REFERENCES roles (id)";
    private static final List<String> HELD = List.of("user_roles.role_id");

    private static final Map<String, String> OFTEN = Map.of("licensewatch.cdc.tables-interval", "2s");

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_foreign_key_that_goes_and_comes_while_it_runs_is_in_every_frontier() throws Exception {
        Source source = source();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(last(source).enforced()).isEqualTo(HELD);

            source.execute("ALTER TABLE user_roles DROP CONSTRAINT held", assignment(7, 99));
            awaitEnforced(source, List.of());
            assertThat(last(source).resyncs())
                    .extracting(Frontier.Resync::table)
                    .contains("public.roles");
            RowChange dangling = testbed.written(source).changes("user_roles").stream()
                    .filter(change -> change.key().contains("7"))
                    .findFirst()
                    .orElseThrow();
            assertThat(testbed.written(source).frontiers())
                    .filteredOn(frontier -> !dangling.position().isAfter(frontier.position()))
                    .filteredOn(Frontier::snapshotComplete)
                    .isNotEmpty()
                    .allSatisfy(frontier -> assertThat(frontier.enforced()).isEmpty());

            source.execute("DELETE FROM user_roles WHERE id = 7", ADD + " NOT VALID", assignment(8, 1));
            testbed.awaitFrontier(source);
            assertThat(last(source).enforced()).as("promises nothing yet").isEmpty();
            source.execute("ALTER TABLE user_roles VALIDATE CONSTRAINT held", assignment(9, 1));
            awaitEnforced(source, HELD);
        }
    }

    @Test
    void one_that_goes_while_nobody_looks_is_noticed_at_the_start() throws Exception {
        Source source = source();
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        int before = testbed.written(source).frontiers().size();
        source.execute("ALTER TABLE user_roles DROP CONSTRAINT held");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, OFTEN)) {
            awaitStreaming(cdc);
            awaitEnforced(source, List.of());
        }
        List<Frontier> frontiers = testbed.written(source).frontiers();
        assertThat(frontiers.subList(before, frontiers.size()))
                .filteredOn(Frontier::snapshotComplete)
                .allSatisfy(frontier -> assertThat(frontier.enforced()).isEmpty());
    }

    private static Source source() throws Exception {
        return testbed.source(
                "CREATE TABLE roles (id int PRIMARY KEY, tenant_id uuid, name text, is_active boolean)",
                "CREATE TABLE user_roles (id int PRIMARY KEY, tenant_id uuid, user_id int, role_id int)",
                ADD,
                "ALTER TABLE roles REPLICA IDENTITY FULL",
                "ALTER TABLE user_roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE roles, user_roles",
                "INSERT INTO roles VALUES (1, '" + TENANT + "', 'a', true), (2, '" + TENANT + "', 'b', false)",
                assignment(1, 1));
    }

    private static String assignment(int id, int role) {
        return "INSERT INTO user_roles VALUES (" + id + ", '" + TENANT + "', " + id + ", " + role + ")";
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
