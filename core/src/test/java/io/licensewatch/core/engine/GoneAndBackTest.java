package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoneAndBackTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void a_tenant_that_went_and_came_back_hears_of_its_offering(long bytes) {
        OneTask task = new OneTask(
                new EngineSettings(1, Duration.ZERO, bytes),
                "public.license_assignments",
                "public.product_offerings",
                "public.user_roles");
        Seats seats = new Seats(task);
        Duration second = Duration.ofSeconds(1);
        seats.offering("team", 5);
        task.put(
                SourceTable.LICENSE_ASSIGNMENTS,
                "a",
                Map.of("id", "a", "tenant_id", "acme", "offering_id", "team", "assigned_at", "2026-01-01T00:00:00Z"));
        seats.hire("acme", "ann");
        seats.frontierAfter(second);
        seats.leave("acme", "ann");
        seats.frontierAfter(second);
        seats.hire("acme", "ann");
        seats.frontierAfter(second);
        seats.offering("team", 7);
        seats.frontierAfter(second);
        TenantStatus last = task.statuses.get(task.statuses.size() - 1);
        assertThat(last.seats().limit()).isEqualTo(7);
    }
}
