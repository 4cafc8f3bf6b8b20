package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.HoldSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepOrderTest {
    private static final int TENANTS = 100;
    private static final int BUDGET = 10;
    private static final List<String> TABLES = List.of("public.feature_catalog", "public.tenants");

    private final List<String> told = new ArrayList<>();
    private final TenantEngine engine = new TenantEngine(
            new SortedKeyValues(),
            new SortedKeyValues(),
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(DetectionSettings.defaults()),
                    new AlertDesk(HoldSettings.defaults(), RemedySettings.defaults(), AlertDesk.RETIRE_AFTER)),
            new EngineSettings(BUDGET, Duration.ZERO),
            outbox());
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;

    @Test
    void a_tenant_that_changes_is_looked_at_before_the_many_that_a_reference_change_touches() {
        for (int i = 0; i < TENANTS; i++) {
            tenant(i, "before");
        }
        engine.onFrontier(frontier());
        while (engine.step()) {
            // until every tenant is told once
        }
        assertThat(told).hasSize(TENANTS);
        told.clear();

        change(SourceTable.FEATURE_CATALOG, "f", RowChange.Op.CREATE, Map.of("id", "f", "code", "c"));
        tenant(TENANTS - 1, "after");
        assertThat(engine.onFrontier(frontier()))
                .as("most of the sweep is left")
                .isTrue();
        assertThat(told).containsExactly("after");
        while (engine.step()) {
            // to the end of the sweep
        }
        assertThat(told).as("the others are as they were").containsExactly("after");
    }

    private void tenant(int number, String name) {
        change(
                SourceTable.TENANTS,
                "tenant-" + (1000 + number),
                RowChange.Op.UPDATE,
                Map.of("id", "tenant-" + (1000 + number), "name", name, "status", "active"));
    }

    private void change(SourceTable table, String id, RowChange.Op op, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event =
                Envelopes.event(table, Map.of("id", id), op, null, row, new SourcePosition(1, 50, lsn), now);
        if (table.hasTenant()) {
            engine.onRowChange(event.key(), event.value());
        } else {
            engine.onReferenceChange(event.key(), event.value());
        }
    }

    private Frontier frontier() {
        now = now.plusSeconds(1);
        lsn++;
        return new Frontier(now, Lsn.text(lsn), Lsn.text(50), 1, true, TABLES);
    }

    /** Keeps the names in statuses; nothing else is asked for. */
    private Outbox outbox() {
        return (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof TenantStatus status) {
                        told.add(String.valueOf(status.tenantName()));
                    }
                    return null;
                });
    }
}
