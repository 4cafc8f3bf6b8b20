package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new snapshot of everything changes, and what it does not. */
class NewEpochTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path stateDir;

    private TopologyFixture watch;

    @BeforeEach
    void two_tenants_over_their_limit() {
        watch = new TopologyFixture(stateDir, Instant.parse("2026-03-10T12:00:00Z"));
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 1L);
        for (String tenant : new String[] {"acme", "bolt"}) {
            watch.tenant(tenant, "team");
            watch.put(SourceTable.ROLES, tenant + "-role", "tenant_id", tenant, "name", "Role");
            for (int user = 1; user <= 2; user++) {
                String id = tenant + user;
                watch.put(SourceTable.USER_ROLES, id, "tenant_id", tenant, "user_id", id, "role_id", tenant + "-role");
            }
        }
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).extracting(AlertEvent::tenantId).containsExactly("acme", "bolt");
        assertThat(watch.statuses()).hasSize(2);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void what_is_as_it_was_is_not_told_again() {
        watch.newEpoch();
        watch.frontierAfter(Duration.ofHours(1));
        watch.snapshotIsWhole();
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofMinutes(5));
        assertThat(watch.alerts()).isEmpty();
        assertThat(watch.statuses()).isEmpty();
    }

    @Test
    void a_row_that_it_does_not_bring_is_gone_once_it_is_whole() {
        watch.lose(SourceTable.USER_ROLES, "bolt2");
        watch.newEpoch();
        watch.frontierAfter(Duration.ofMinutes(5));
        assertThat(watch.alerts()).isEmpty();
        watch.snapshotIsWhole();
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofMinutes(2));
        assertThat(watch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.tenantId()).isEqualTo("bolt");
            assertThat(alert.status()).isNotEqualTo(AlertStatus.OPEN);
        });
    }

    @Test
    void a_reference_row_that_it_does_not_bring_is_gone_for_every_tenant() {
        watch.lose(SourceTable.PRODUCT_OFFERINGS, "team");
        watch.newEpoch();
        watch.snapshotIsWhole();
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofMinutes(2));
        assertThat(watch.alerts())
                .hasSize(2)
                .allSatisfy(alert -> assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED));
    }

    @Test
    void a_tenant_of_which_it_brings_nothing_is_closed() {
        watch.lose(SourceTable.TENANTS, "acme");
        watch.lose(SourceTable.ROLES, "acme-role");
        watch.lose(SourceTable.USER_ROLES, "acme1");
        watch.lose(SourceTable.USER_ROLES, "acme2");
        watch.newEpoch();
        watch.snapshotIsWhole();
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts())
                .singleElement()
                .extracting(AlertEvent::tenantId, AlertEvent::reason)
                .containsExactly("acme", "TENANT_CLOSED");
    }
}
