package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotIT {
    private static final int TENANTS = 200;
    private static final Integer[] END_IN_DAYS = {null, null, -400, -2, -1, 0, 1, 2, 6, 7, 8, 20, 28, 31, 40};

    @TempDir
    private static Path directory;

    @Test
    void a_snapshot_raises_exactly_the_alerts_of_sql_and_none_before_its_end() throws Exception {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        try (Testbed bed = new Testbed(directory, Map.of("licensewatch.rules.drift-hold", "1s"))) {
            populate(bed, new Random(seed));
            bed.startApps();
            Set<String> tenants = new TreeSet<>(bed.query("SELECT id FROM tenants"));
            bed.until(
                    "a status of every tenant, seed " + seed, () -> tenants(bed).containsAll(tenants));
            bed.settle("Blue Door Yoga", Duration.ofSeconds(3));

            Set<String> expected = new TreeSet<>(bed.query(expectedAlerts()));
            assertThat(expected).as("seed %d", seed).hasSizeGreaterThan(TENANTS / 4);
            assertThat(bed.alerts.stream().map(SnapshotIT::inShort).sorted().toList())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(expected);
            assertThat(bed.alerts).allSatisfy(alert -> {
                assertThat(alert.status()).isEqualTo(AlertStatus.OPEN);
                assertThat(alert.reason()).isEqualTo("SEEDED");
                assertThat(alert.occurredAt()).isAfterOrEqualTo(snapshotWhole(bed.frontiers));
            });
            assertThat(bed.deadLetters).isEmpty();
            seatsEqualSql(bed);
        }
    }

    private static Set<String> tenants(Testbed bed) {
        return bed.statuses.stream().map(TenantStatus::tenantId).collect(Collectors.toSet());
    }

    private static String inShort(AlertEvent alert) {
        return alert.tenantId() + " " + alert.rule() + " " + alert.stage() + " " + alert.severity();
    }

    private static Instant snapshotWhole(List<Frontier> frontiers) {
        return frontiers.stream()
                .filter(Frontier::snapshotComplete)
                .map(Frontier::sourceTime)
                .findFirst()
                .orElseThrow();
    }

    private static void seatsEqualSql(Testbed bed) throws SQLException {
        Set<String> sql = new TreeSet<>(bed.query("SELECT t.id || ' ' || count(DISTINCT ur.user_id)"
                + " FROM tenants t LEFT JOIN user_roles ur ON ur.tenant_id = t.id AND ur.is_active GROUP BY t.id"));
        Set<String> published = new TreeSet<>();
        Map<String, TenantStatus> latest =
                bed.statuses.stream().collect(Collectors.toMap(TenantStatus::tenantId, s -> s, (a, b) -> b));
        latest.values()
                .forEach(s -> published.add(s.tenantId() + " " + s.seats().used()));
        assertThat(published).isEqualTo(sql);
    }

    private static void populate(Testbed bed, Random random) throws SQLException {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < TENANTS; i++) {
            String name = "'Tenant " + i + "'";
            String offering = random.nextBoolean() ? "'studio'" : "'club'";
            sql.append("SELECT sign_up(")
                    .append(name)
                    .append(", ")
                    .append(offering)
                    .append(");\n");
            int seats = random.nextInt(3) == 0 ? 15 + random.nextInt(12) : random.nextInt(10);
            sql.append("SELECT hire(").append(seats).append(", ").append(name).append(", 'coach');\n");
            Integer days = END_IN_DAYS[random.nextInt(END_IN_DAYS.length)];
            if (days != null) {
                sql.append("UPDATE tenant_feature_grants SET expires_at = current_date + ")
                        .append(days)
                        .append(" WHERE tenant_id = tenant(")
                        .append(name)
                        .append(")")
                        .append(random.nextBoolean() ? "" : " AND feature_id = feature('booking')")
                        .append(";\n");
            }
            if (random.nextInt(8) == 0) {
                sql.append("INSERT INTO role_surface_bindings (role_id, surface_id) VALUES (role(")
                        .append(name)
                        .append(", 'coach'), surface('payroll page'));\n");
            }
            if (random.nextInt(8) == 0) {
                sql.append(
                                "UPDATE tenants SET subscription_status = 'trial', subscription_end_date = now() + interval '")
                        .append(random.nextInt(60) - 20)
                        .append(" days 1 hour' WHERE id = tenant(")
                        .append(name)
                        .append(");\n");
            }
            if (random.nextInt(10) == 0) {
                sql.append("UPDATE tenants SET onboarding_completed = false WHERE id = tenant(")
                        .append(name)
                        .append(");\n")
                        .append("INSERT INTO onboarding_progress (tenant_id, created_at, updated_at) VALUES (tenant(")
                        .append(name)
                        .append("), now() - interval '9 days', now() - interval '")
                        .append(random.nextInt(96))
                        .append(" hours 10 minutes');\n");
            }
            if (random.nextInt(20) == 0) {
                sql.append("UPDATE tenants SET status = 'archived' WHERE id = tenant(")
                        .append(name)
                        .append(");\n");
            }
        }
        bed.sql(sql.toString());
    }

    private static String expectedAlerts() throws IOException {
        try (InputStream in = SnapshotIT.class.getResourceAsStream("expected-alerts.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
