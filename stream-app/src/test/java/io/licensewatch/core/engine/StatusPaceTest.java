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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often a tenant's status is told. */
class StatusPaceTest {
    private static final List<String> TABLES =
            List.of("public.tenants", "public.user_roles", "public.product_offerings");

    private final List<TenantStatus> told = new ArrayList<>();
    private final TenantEngine engine = new TenantEngine(
            new SortedKeyValues(),
            new SortedKeyValues(),
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(DetectionSettings.defaults()),
                    new AlertDesk(HoldSettings.defaults(), RemedySettings.defaults(), AlertDesk.RETIRE_AFTER)),
            EngineSettings.defaults(),
            outbox());
    private Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private long lsn = 100;

    @Test
    void it_is_told_once_a_second_however_often_it_changes_and_the_last_word_is_not_forgotten() {
        for (int change = 0; change < 25; change++) {
            name("name " + change);
            frontierAfter(Duration.ofMillis(100));
        }
        assertThat(told).extracting(TenantStatus::tenantName).containsExactly("name 0", "name 10", "name 20");
        frontierAfter(Duration.ofMillis(500));
        assertThat(told).last().extracting(TenantStatus::tenantName).isEqualTo("name 20");
        frontierAfter(Duration.ofMillis(200));
        assertThat(told).hasSize(4).last().extracting(TenantStatus::tenantName).isEqualTo("name 24");
        frontierAfter(Duration.ofSeconds(5));
        assertThat(told).hasSize(4);
    }

    @Test
    void what_is_so_again_before_it_could_be_told_is_not_told() {
        name("Acme");
        frontierAfter(Duration.ofMillis(100));
        name("Acne");
        frontierAfter(Duration.ofMillis(100));
        name("Acme");
        frontierAfter(Duration.ofMillis(100));
        frontierAfter(Duration.ofSeconds(5));
        assertThat(told).hasSize(1);
    }

    @Test
    void where_seats_grow_the_day_is_told_anew_each_day_without_any_change() {
        change(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 30L));
        name("Acme");
        for (int day = 0; day < 10; day++) {
            hire("u" + day);
            frontierAfter(Duration.ofDays(1));
        }
        TenantStatus.SeatForecast ahead = forecast();
        assertThat(ahead.usersPerDay()).isEqualByComparingTo("1");
        assertThat(ahead.fullOn())
                .isEqualTo(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(20));
        frontierAfter(Duration.ofDays(1));
        assertThat(forecast().usersPerDay()).isEqualByComparingTo("0.9");
        for (int day = 0; day < 31; day++) {
            frontierAfter(Duration.ofDays(1));
        }
        assertThat(told.get(told.size() - 1).forecast().seats()).isNull();
        int quiet = told.size();
        for (int day = 0; day < 40; day++) {
            frontierAfter(Duration.ofDays(1));
        }
        assertThat(told).hasSize(quiet);
    }

    private TenantStatus.SeatForecast forecast() {
        return Objects.requireNonNull(told.get(told.size() - 1).forecast().seats());
    }

    private void name(String name) {
        change(
                SourceTable.TENANTS,
                "acme",
                Map.of("id", "acme", "name", name, "status", "active", "subscription_offering_id", "team"));
    }

    private void hire(String user) {
        change(
                SourceTable.USER_ROLES,
                user,
                Map.of("id", user, "tenant_id", "acme", "user_id", user, "role_id", "member"));
    }

    private void change(SourceTable table, String id, Map<String, Object> row) {
        lsn++;
        Envelopes.Event event = Envelopes.event(
                table,
                Map.of("id", id),
                RowChange.Op.UPDATE,
                null,
                new HashMap<>(row),
                new SourcePosition(1, 50, lsn),
                now);
        if (table.hasTenant()) {
            engine.onRowChange(event.key(), event.value());
        } else {
            engine.onReferenceChange(event.key(), event.value());
        }
    }

    private void frontierAfter(Duration time) {
        now = now.plus(time);
        lsn++;
        boolean more = engine.onFrontier(new Frontier(now, Lsn.text(lsn), Lsn.text(50), 1, true, TABLES));
        while (more) {
            more = engine.step();
        }
    }

    private Outbox outbox() {
        return (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof TenantStatus status) {
                        told.add(status);
                    }
                    return null;
                });
    }
}
