package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Drift is published after it has lasted for 5 s. Of what was gone before that, nothing is remembered, also the first time. */
class FirstDipTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OneTask task = new OneTask(
            new EngineSettings(1000, Duration.ZERO),
            "public.license_feature_bundle_items",
            "public.role_surface_bindings",
            "public.surface_license_bindings",
            "public.tenant_feature_grants",
            "public.tenants",
            "public.user_roles");
    private final Seats seats = new Seats(task);

    private void member(boolean held) {
        if (held) {
            seats.hire("acme", "ann");
        } else {
            seats.leave("acme", "ann");
        }
        seats.frontierAfter(SECOND);
    }

    @Test
    void drift_that_comes_and_goes_is_held_each_time_anew() {
        task.put(SourceTable.ROLE_SURFACE_BINDINGS, "r", Map.of("id", "r", "role_id", "member", "surface_id", "page"));
        task.put(
                SourceTable.SURFACE_LICENSE_BINDINGS,
                "s",
                Map.of("id", "s", "surface_id", "page", "required_bundle_id", "b"));
        task.put(
                SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS,
                "i",
                Map.of("id", "i", "bundle_id", "b", "feature_id", "payroll", "is_required", true));
        seats.tenant("acme", "team");
        seats.frontierAfter(SECOND);
        member(true);
        member(false);
        seats.frontierAfter(Duration.ofMinutes(1));
        member(true);
        seats.frontierAfter(SECOND);
        assertThat(task.alerts).as("it has lasted for a second").isEmpty();
        seats.frontierAfter(Duration.ofSeconds(5));
        assertThat(task.alerts).extracting(AlertEvent::rule).containsExactly("rbac-drift");
    }
}
