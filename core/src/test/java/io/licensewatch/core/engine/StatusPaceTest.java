package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How often a tenant's status is published. */
class StatusPaceTest {
    private final OneTask task =
            new OneTask(EngineSettings.defaults(), "public.product_offerings", "public.tenants", "public.user_roles");
    private final List<TenantStatus> published = task.statuses;

    @Test
    void a_status_is_published_once_a_second_and_the_last_one_is_not_forgotten() {
        for (int change = 0; change < 25; change++) {
            name("name " + change);
            frontierAfter(Duration.ofMillis(100));
        }
        assertThat(published).extracting(TenantStatus::tenantName).containsExactly("name 0", "name 10", "name 20");
        frontierAfter(Duration.ofMillis(500));
        assertThat(published).last().extracting(TenantStatus::tenantName).isEqualTo("name 20");
        frontierAfter(Duration.ofMillis(200));
        assertThat(published)
                .hasSize(4)
                .last()
                .extracting(TenantStatus::tenantName)
                .isEqualTo("name 24");
        frontierAfter(Duration.ofSeconds(5));
        assertThat(published).hasSize(4);
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
        assertThat(published).hasSize(1);
    }

    @Test
    void a_clock_of_the_database_that_was_set_back_does_not_hold_it_up() {
        name("Acme");
        frontierAfter(Duration.ofSeconds(1));
        name("Acme Ltd");
        frontierAfter(Duration.ofHours(-1));
        assertThat(published).extracting(TenantStatus::tenantName).containsExactly("Acme", "Acme Ltd");
    }

    @Test
    void where_seats_grow_the_day_is_told_anew_each_day_without_any_change() {
        task.put(SourceTable.PRODUCT_OFFERINGS, "team", Map.of("id", "team", "max_users", 30L));
        name("Acme");
        for (int day = 0; day < 10; day++) {
            hire("u" + day);
            frontierAfter(Duration.ofDays(1));
        }
        TenantStatus.SeatForecast ahead = forecast();
        assertThat(ahead.usersPerDay()).isEqualByComparingTo("1");
        assertThat(ahead.fullOn())
                .isEqualTo(LocalDate.ofInstant(task.now(), ZoneOffset.UTC).plusDays(20));
        frontierAfter(Duration.ofDays(1));
        assertThat(forecast().usersPerDay()).isEqualByComparingTo("0.9");
        for (int day = 0; day < 31; day++) {
            frontierAfter(Duration.ofDays(1));
        }
        assertThat(published.get(published.size() - 1).forecast().seats()).isNull();
        int quiet = published.size();
        for (int day = 0; day < 40; day++) {
            frontierAfter(Duration.ofDays(1));
        }
        assertThat(published).hasSize(quiet);
    }

    private TenantStatus.SeatForecast forecast() {
        return Objects.requireNonNull(
                published.get(published.size() - 1).forecast().seats());
    }

    private void name(String name) {
        task.put(
                SourceTable.TENANTS,
                "acme",
                Map.of("id", "acme", "name", name, "status", "active", "subscription_offering_id", "team"));
    }

    private void hire(String user) {
        task.put(
                SourceTable.USER_ROLES,
                user,
                Map.of("id", user, "tenant_id", "acme", "user_id", user, "role_id", "member"));
    }

    private void frontierAfter(Duration time) {
        task.frontierAfter(time);
        task.finish();
    }
}
