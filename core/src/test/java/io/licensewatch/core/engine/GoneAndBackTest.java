package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoneAndBackTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void a_tenant_that_went_and_came_back_hears_of_its_offering(long bytes) {
        OneTask task = new OneTask(
                new EngineSettings(1, Duration.ZERO, bytes),
                "public.license_assignments",
                "public.product_offerings",
                "public.user_roles");
        Seats seats = new Seats(task);
        seats.offering("team", 5);
        task.put(
                SourceTable.LICENSE_ASSIGNMENTS,
                "a",
                Map.of("id", "a", "tenant_id", "acme", "offering_id", "team", "assigned_at", "2026-01-01T00:00:00Z"));
        seats.hire("acme", "ann");
        seats.frontierAfter(SECOND);
        seats.leave("acme", "ann");
        seats.frontierAfter(SECOND);
        seats.hire("acme", "ann");
        seats.frontierAfter(SECOND);
        seats.offering("team", 7);
        seats.frontierAfter(SECOND);
        TenantStatus last = task.statuses.get(task.statuses.size() - 1);
        assertThat(last.seats().limit()).isEqualTo(7);
    }

    private static OperatorAction request(String id, String tenant, Instant at) {
        return new OperatorAction(
                id,
                ActionKind.REQUEST,
                tenant,
                null,
                null,
                null,
                new OperatorAction.Request(CommandType.REFRESH_VIEWS, "views", Map.of("force", true)),
                null,
                "kim",
                at);
    }

    /** Evaluated as gone, as of a frontier that was skipped, while something newer is pending; then it comes back. */
    @Test
    void a_tenant_that_is_back_before_it_is_evaluated_as_gone_is_known() throws Exception {
        OneTask task = new OneTask(new EngineSettings(1, Duration.ZERO), "public.tenants", "public.user_roles");
        Seats seats = new Seats(task);
        seats.tenant("bolt", "team");
        seats.tenant("core", "team");
        seats.hire("zeta", "ann");
        seats.frontierAfter(SECOND);
        seats.tenant("bolt", "more");
        seats.tenant("core", "more");
        seats.leave("zeta", "ann");
        assertThat(task.frontierAfter(SECOND)).as("core and zeta are left").isTrue();
        assertThat(task.frontierAfter(SECOND)).as("zeta is left").isTrue();
        task.current().onRequest(request("a1", "zeta", task.now()));
        task.step(); // zeta, as of the frontier before: nothing is left of it; the request is of this frontier
        seats.hire("zeta", "ann");
        seats.frontierAfter(SECOND);
        assertThat(seats.used("zeta")).isEqualTo(1);
        assertThatCode(() -> task.current().onRequest(request("a2", "zeta", task.now())))
                .doesNotThrowAnyException();
    }
}
