package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.Evidence;
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

    @Test
    void what_a_command_repaired_is_resolved_by_evidence_that_names_it() {
        grant("g1", "2026-03-01");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(evidence(AlertStatus.OPEN).commandId()).isNull();

        watch.carryOut("c-1", () -> grant("g1", "2026-12-31"));
        watch.frontierAfter(Duration.ofSeconds(1));

        assertThat(evidence(AlertStatus.RESOLVED))
                .returns("{\"id\":\"g1\"}", Evidence::key)
                .returns("c-1", Evidence::commandId);
    }

    @Test
    void a_seat_that_a_command_freed_and_a_view_that_it_refreshed_name_it() {
        hire("u1");
        hire("u2");
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(evidence(AlertStatus.OPEN).commandId()).isNull();
        watch.carryOut("c-1", () -> watch.delete(SourceTable.USER_ROLES, "u1"));
        watch.frontierAfter(Duration.ofSeconds(1));
        watch.frontierAfter(Duration.ofSeconds(61));
        assertThat(evidence(AlertStatus.RESOLVED).commandId()).isEqualTo("c-1");

        for (String job : List.of("j1", "j2")) {
            refresh(job, false);
        }
        watch.carryOut("c-2", () -> refresh("j3", false));
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(evidence(AlertStatus.OPEN))
                .returns("{\"id\":\"j3\"}", Evidence::key)
                .returns("c-2", Evidence::commandId);
        watch.carryOut("c-3", () -> refresh("j4", true));
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(evidence(AlertStatus.RESOLVED).commandId()).isEqualTo("c-3");
    }

    /** An alert that is open keeps the evidence that it was reported with. */
    @Test
    void rows_that_a_command_broke_are_named_in_an_open_alert_as_long_as_it_lasts() {
        watch.carryOut("c-1", () -> hire("u1"));
        watch.carryOut("c-2", () -> hire("u2"));
        watch.frontierAfter(Duration.ofSeconds(1));
        assertThat(evidence(AlertStatus.OPEN).commandId()).isEqualTo("c-2");
        watch.put(SourceTable.USER_ROLES, "u2", "tenant_id", "acme", "user_id", "u2", "role_id", "analyst");
        hire("u3");
        watch.frontierAfter(Duration.ofSeconds(1));

        assertThat(evidence(AlertStatus.UPDATED).commandId()).as("a person's").isNull();
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

    /** The first row of the evidence of the alert that was published since the last call, with this status. */
    private String newest(AlertStatus status) {
        Evidence first = evidence(status);
        return first.table() + " " + first.key();
    }

    private Evidence evidence(AlertStatus status) {
        List<AlertEvent> published = watch.alerts();
        assertThat(published).extracting(AlertEvent::status).containsExactly(status);
        return published.get(0).evidence().get(0);
    }
}
