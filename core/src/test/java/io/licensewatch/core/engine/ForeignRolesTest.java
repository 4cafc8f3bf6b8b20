package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users that hold a role of another tenant: they take a seat where they hold it, and may do nothing there. */
class ForeignRolesTest {
    private static final String HELD = "user_roles.role_id";
    private static final Map<String, Object> LIVE = Map.of("id", "b1", "is_active", true);
    private static final Map<String, Object> DEAD = Map.of("id", "b1", "is_active", false);

    private final OneTask task = new OneTask(
            new EngineSettings(100, Duration.ZERO),
            "public.license_feature_bundle_features",
            "public.role_surface_bindings",
            "public.roles",
            "public.surface_license_bindings",
            "public.tenant_feature_grants",
            "public.tenants",
            "public.user_roles");

    private void tenantOfTwo() {
        task.put(SourceTable.TENANTS, "a", Map.of("id", "a", "name", "A", "status", "active"));
        task.put(SourceTable.ROLES, "a1", Map.of("id", "a1", "tenant_id", "a", "name", "member", "is_active", true));
        task.put(SourceTable.USER_ROLES, "1", Map.of("tenant_id", "a", "user_id", "ann", "role_id", "a1"));
        task.put(SourceTable.USER_ROLES, "2", Map.of("tenant_id", "a", "user_id", "bob", "role_id", "b1"));
    }

    private TenantStatus published() {
        task.frontierAfter(Duration.ofSeconds(1));
        task.finish();
        return task.statuses.get(task.statuses.size() - 1);
    }

    private long seats() {
        return published().seats().used();
    }

    @Test
    void a_role_of_another_tenant_takes_a_seat_unless_it_is_reported_as_dead() {
        task.enforce(HELD);
        tenantOfTwo();
        assertThat(seats()).isEqualTo(2);
        task.standing("b1", RowChange.Op.UPDATE, DEAD);
        assertThat(seats()).isEqualTo(1);
        task.standing("b1", RowChange.Op.UPDATE, LIVE);
        assertThat(seats()).isEqualTo(2);
        task.standing("b1", RowChange.Op.UPDATE, Map.of("id", "b1", "deleted_at", "2026-03-01T00:00:00Z"));
        assertThat(seats()).isEqualTo(1);
        task.restart();
        task.put(SourceTable.USER_ROLES, "3", Map.of("tenant_id", "a", "user_id", "cid", "role_id", "b1"));
        task.put(SourceTable.USER_ROLES, "4", Map.of("tenant_id", "a", "user_id", "dan", "role_id", "b2"));
        assertThat(seats()).isEqualTo(2);
    }

    @Test
    void without_a_foreign_key_a_role_that_exists_nowhere_takes_no_seat() {
        tenantOfTwo();
        assertThat(seats()).isEqualTo(1);
        task.standing("b1", RowChange.Op.CREATE, LIVE);
        assertThat(seats()).isEqualTo(2);
        task.standing("b1", RowChange.Op.DELETE, LIVE);
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void a_foreign_key_that_comes_or_goes_changes_what_an_unknown_role_means() {
        tenantOfTwo();
        assertThat(seats()).isEqualTo(1);
        task.enforce(HELD);
        assertThat(seats()).isEqualTo(2);
        task.enforce();
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void a_role_gives_no_access_in_another_tenant_and_does_not_drift_there() {
        task.enforce(HELD);
        tenantOfTwo();
        task.put(SourceTable.ROLE_SURFACE_BINDINGS, "1", Map.of("role_id", "b1", "surface_id", "s"));
        task.put(SourceTable.SURFACE_LICENSE_BINDINGS, "1", Map.of("surface_id", "s", "required_bundle_id", "b"));
        task.put(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, "1", Map.of("bundle_id", "b", "feature_id", "f"));
        TenantStatus status = published();
        assertThat(status.seats().used()).isEqualTo(2);
        assertThat(status.drift().items()).isEmpty();

        task.put(SourceTable.ROLES, "b1", Map.of("id", "b1", "tenant_id", "a", "name", "mover", "is_active", true));
        assertThat(published().drift().items()).hasSize(1);
        task.delete(SourceTable.ROLES, "b1", Map.of("id", "b1", "tenant_id", "a", "name", "mover", "is_active", true));
        status = published();
        assertThat(status.seats().used()).isEqualTo(2);
        assertThat(status.drift().items()).isEmpty();
    }

    @Test
    void what_a_snapshot_does_not_report_again_goes_without_saying() {
        task.enforce(HELD);
        tenantOfTwo();
        task.standing("b1", RowChange.Op.CREATE, DEAD);
        assertThat(seats()).isEqualTo(1);
        task.resynced(SourceTable.ROLES);
        task.put(SourceTable.ROLES, "a1", Map.of("id", "a1", "tenant_id", "a", "name", "member", "is_active", true));
        assertThat(seats()).isEqualTo(2);
    }
}
