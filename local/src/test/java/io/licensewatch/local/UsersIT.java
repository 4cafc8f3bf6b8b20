package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.workload.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One user of three tenants, each with two seats and three users; where no foreign key holds them, and where one does. */
class UsersIT {
    private static final String USER = "00000000-0000-0000-0000-0000000000aa";

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ALTER TABLE user_roles ADD FOREIGN KEY (user_id) REFERENCES auth.users ON DELETE CASCADE"})
    void a_user_that_is_banned_or_deleted_frees_a_seat_in_every_tenant_at_once(String key, @TempDir Path directory)
            throws Exception {
        try (Testbed bed = new Testbed(
                directory,
                Map.of("licensewatch.rules.seats-easing-hold", "1s"),
                connection -> JudgedSource.createIn(connection, Family.STEWARDTRACK))) {
            bed.sql("""
                    INSERT INTO product_offerings (id, code, tier, max_users) VALUES (md5('two')::uuid, 'two', 't', 2);
                    INSERT INTO tenants (id, name, status, subscription_tier, subscription_status,
                            subscription_offering_id, onboarding_completed)
                        SELECT md5('t' || i)::uuid, 'T' || i, 'active', 't', 'active', md5('two')::uuid, true
                        FROM generate_series(1, 3) i;
                    INSERT INTO roles (id, tenant_id, name, is_active)
                        SELECT md5('r' || i)::uuid, md5('t' || i)::uuid, 'member', true
                        FROM generate_series(1, 3) i;
                    INSERT INTO auth.users (id) VALUES ('00000000-0000-0000-0000-0000000000aa');
                    INSERT INTO auth.users (id) SELECT md5(i || 'u' || n)::uuid
                        FROM generate_series(1, 3) i, generate_series(1, 2) n;
                    INSERT INTO user_roles (id, tenant_id, user_id, role_id, is_active)
                        SELECT gen_random_uuid(), md5('t' || i)::uuid, u, md5('r' || i)::uuid, true FROM generate_series(1, 3) i,
                            unnest(ARRAY[md5(i || 'u1')::uuid, md5(i || 'u2')::uuid,
                                '00000000-0000-0000-0000-0000000000aa']) u""");
            bed.sql(key);
            bed.startApps();
            all(bed, 3, "seat-utilization OPEN CRITICAL");
            bed.sql("UPDATE auth.users SET banned_until = 'infinity' WHERE id = '" + USER + "'");
            all(bed, 2, "seat-utilization UPDATED NEAR_LIMIT");
            bed.sql("UPDATE auth.users SET banned_until = NULL WHERE id = '" + USER + "'");
            all(bed, 3, "seat-utilization UPDATED CRITICAL");
            bed.sql("DELETE FROM auth.users WHERE id = '" + USER + "'");
            all(bed, 2, "seat-utilization UPDATED NEAR_LIMIT");
            assertThat(bed.alerts)
                    .filteredOn(alert -> alert.rule().equals("seat-utilization"))
                    .hasSize(4 * 3);
        }
    }

    /** The last status and the last alert of each tenant. */
    private static void all(Testbed bed, long seats, String alert) {
        bed.until(
                seats + " seats, " + alert,
                () -> Stream.of("T1", "T2", "T3").allMatch(name -> {
                    List<TenantStatus> statuses = bed.statuses.stream()
                            .filter(status -> name.equals(status.tenantName()))
                            .toList();
                    List<String> alerts = bed.alerts.stream()
                            .filter(event -> name.equals(event.tenantName()))
                            .map(event -> event.rule() + " " + event.status() + " " + event.stage())
                            .toList();
                    return !statuses.isEmpty()
                            && !alerts.isEmpty()
                            && statuses.get(statuses.size() - 1).seats().used() == seats
                            && alerts.get(alerts.size() - 1).equals(alert);
                }));
    }
}
