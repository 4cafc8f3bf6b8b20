package io.licensewatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each transition says by which rows it came about. */
class EvidenceTest {
    @TempDir
    private Path stateDir;

    private TopologyFixture watch;

    @BeforeEach
    void open() {
        watch = new TopologyFixture(stateDir, Instant.parse("2026-03-10T12:00:00Z"));
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 2L);
        watch.tenant("acme", "team");
        watch.put(SourceTable.ROLES, "analyst", "tenant_id", "acme", "name", "Analyst");
        watch.put(SourceTable.FEATURE_CATALOG, "reports", "code", "reports");
        watch.put(SourceTable.FEATURE_CATALOG, "other", "code", "other");
        watch.frontierAfter(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void seats_that_are_free_again_name_the_assignment_that_went() {
        hire("u1");
        hire("u2");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("NEAR_LIMIT");
        hire("u3");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(newest(AlertStatus.UPDATED)).isEqualTo("public.user_roles {\"id\":\"u3\"}");
        watch.put(
                SourceTable.USER_ROLES,
                "u2",
                "tenant_id",
                "acme",
                "user_id",
                "u2",
                "role_id",
                "analyst",
                "is_active",
                false);
        watch.frontierAfter(Duration.ofSeconds(1));
        watch.delete(SourceTable.USER_ROLES, "u1");
        watch.frontierAfter(Duration.ofSeconds(1));
        watch.frontierAfter(Duration.ofSeconds(61));
        assertThat(newest(AlertStatus.RESOLVED)).isEqualTo("public.user_roles {\"id\":\"u1\"}");
    }

    @Test
    void a_licence_that_is_extended_names_the_grant() {
        grant("g1", "2026-03-01");
        grant("g2", "2026-12-31");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(newest(AlertStatus.OPEN)).isEqualTo("public.tenant_feature_grants {\"id\":\"g1\"}");
        grant("g3", "2026-11-30");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(watch.alerts()).isEmpty();
        grant("g1", "2026-12-31");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(newest(AlertStatus.RESOLVED)).isEqualTo("public.tenant_feature_grants {\"id\":\"g1\"}");
    }

    @Test
    void a_view_that_is_refreshed_again_names_the_job_that_succeeded() {
        for (String job : List.of("j1", "j2", "j3")) {
            refresh(job, false);
        }
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(newest(AlertStatus.OPEN)).isEqualTo("public.materialized_view_refresh_jobs {\"id\":\"j3\"}");
        refresh("j4", true);
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(newest(AlertStatus.RESOLVED)).isEqualTo("public.materialized_view_refresh_jobs {\"id\":\"j4\"}");
    }

    private void refresh(String job, boolean success) {
        watch.frontierAfter(Duration.ofSeconds(1));
        watch.put(
                SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS,
                job,
                "view_name",
                "usage_by_tenant",
                "started_at",
                watch.now().toString(),
                "completed_at",
                watch.now().toString(),
                "success",
                success);
    }

    private void grant(String id, String lastDay) {
        watch.put(
                SourceTable.TENANT_FEATURE_GRANTS,
                id,
                "tenant_id",
                "acme",
                "feature_id",
                id.equals("g1") ? "reports" : "other",
                "expires_at",
                lastDay + "T00:00:00Z");
    }

    private void hire(String user) {
        watch.put(SourceTable.USER_ROLES, user, "tenant_id", "acme", "user_id", user, "role_id", "analyst");
    }

    /** The first row of the evidence of the alert that was told since the last look, with this status. */
    private String newest(AlertStatus status) {
        List<AlertEvent> told = watch.alerts();
        assertThat(told).extracting(AlertEvent::status).containsExactly(status);
        Evidence first = told.get(0).evidence().get(0);
        return first.table() + " " + first.key();
    }
}
