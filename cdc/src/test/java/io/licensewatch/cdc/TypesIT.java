package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.cdc.testbed.Written;
import io.licensewatch.schemas.source.RowChange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables whose columns have types that nobody expects: what is meant arrives, from a snapshot and from the stream alike. */
class TypesIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    private static final String[] TABLES = {
        "CREATE EXTENSION citext",
        "CREATE TYPE state AS ENUM ('active', 'gone')",
        "CREATE DOMAIN day AS date",
        "CREATE DOMAIN last_day AS day",
        "CREATE DOMAIN moment AS timestamptz(3)",
        "CREATE DOMAIN local_moment AS timestamp",
        "CREATE DOMAIN word AS char(8)",
        "CREATE DOMAIN yes AS boolean",
        "CREATE DOMAIN row_id AS uuid",
        "CREATE DOMAIN seats AS numeric",
        "CREATE DOMAIN steps AS text[]",
        "CREATE DOMAIN code AS citext",
        "CREATE SCHEMA auth",
        """
        CREATE TABLE tenants (id row_id PRIMARY KEY, name citext, status word, subscription_status state,
            subscription_end_date last_day DEFAULT 'infinity', onboarding_completed yes DEFAULT true, created_at day DEFAULT CURRENT_DATE,
            deleted_at local_moment DEFAULT '2026-01-01')""",
        """
        CREATE TABLE tenant_feature_grants (id bigint PRIMARY KEY, tenant_id text, feature_id char(40), starts_at timestamp NOT NULL DEFAULT now(),
            expires_at moment NOT NULL DEFAULT now() + interval '1 day', is_active bool)""",
        """
        CREATE TABLE user_roles (id text PRIMARY KEY, tenant_id uuid, user_id varchar(40), role_id citext,
            expires_at date NOT NULL DEFAULT CURRENT_DATE)""",
        """
        CREATE TABLE onboarding_progress (id int PRIMARY KEY, tenant_id uuid, current_step char(10), completed_steps steps,
            created_at timestamp DEFAULT 'infinity', updated_at date NOT NULL DEFAULT '2026-01-01')""",
        "CREATE TABLE product_offerings (id int PRIMARY KEY, max_users seats NOT NULL DEFAULT 5.0, deleted_at timestamptz DEFAULT '-infinity')",
        """
        CREATE TABLE auth.users (id uuid PRIMARY KEY, last_sign_in_at date, banned_until timestamp, deleted_at date)""",
        "CREATE TABLE permissions (id numeric(8, 2) PRIMARY KEY, tenant_id uuid, code code NOT NULL DEFAULT 'Code', source citext DEFAULT 'Manual', source_reference citext)",
        "CREATE TABLE role_permissions (id smallint PRIMARY KEY, tenant_id uuid, role_id citext, permission_id numeric)",
        "CREATE TABLE feature_catalog (id int8 PRIMARY KEY, code citext, is_active yes,"
                + " name citext GENERATED ALWAYS AS ('Giving') STORED)",
        "CREATE TABLE feature_permissions (id char(6) PRIMARY KEY, feature_id varchar(20), permission_code citext)",
        "CREATE TABLE materialized_view_refresh_jobs (id int PRIMARY KEY, view_name citext, started_at timestamp(3))",
        "ALTER TABLE permissions REPLICA IDENTITY FULL",
        "ALTER TABLE role_permissions REPLICA IDENTITY FULL",
        "ALTER TABLE tenants REPLICA IDENTITY FULL",
        "ALTER TABLE tenant_feature_grants REPLICA IDENTITY FULL",
        "ALTER TABLE user_roles REPLICA IDENTITY FULL",
        "ALTER TABLE onboarding_progress REPLICA IDENTITY FULL",
        "CREATE SCHEMA licensewatch",
        "CREATE TABLE licensewatch.resync_requests (slot text, id text, tables text[], PRIMARY KEY (slot, id))",
        """
        CREATE PUBLICATION licensewatch FOR TABLE tenants, tenant_feature_grants, user_roles, onboarding_progress,
            product_offerings, auth.users, permissions, role_permissions, feature_catalog, feature_permissions,
            materialized_view_refresh_jobs, licensewatch.resync_requests""",
    };

    private static final String[] ROWS = {
        "INSERT INTO tenants VALUES ('" + TENANT_A
                + "', 'St. Anne', 'active', 'active', 'infinity', true, '2026-07-01',"
                + " NULL), ('" + TENANT_B
                + "', 'B', 'gone', 'gone', '2026-03-10', NULL, '-infinity', '2026-11-01 01:30:00')",
        "INSERT INTO tenant_feature_grants VALUES (1, '" + TENANT_A + "', 'giving', '294276-12-31 12:00:00',"
                + " '294276-12-31 12:00:00.5+00', true), (2, '" + TENANT_A
                + "', 'giving', '4713-01-02 00:00:00 BC', 'infinity', NULL), (3, '" + TENANT_A
                + "', 'x', 'infinity', '0044-03-15 12:00:00+00 BC', false)",
        "INSERT INTO user_roles VALUES ('u', '" + TENANT_A + "', '7', 'Admin', '5874897-12-31')",
        "INSERT INTO onboarding_progress VALUES (1, '" + TENANT_A
                + "', 'welcome', ARRAY['welcome', NULL], '2026-03-08 02:30:00.25', '2026-03-08')",
        "INSERT INTO product_offerings VALUES (1, 'Infinity', NULL), (2, 'NaN', '-infinity'), (3, 5.00, 'infinity')",
        "INSERT INTO auth.users VALUES ('" + TENANT_A + "', '2026-03-08', '2026-03-08 12:00:00', 'infinity'), ('"
                + TENANT_B + "', 'infinity', 'infinity', NULL)",
        "INSERT INTO permissions VALUES (1.00, '" + TENANT_A + "', 'Giving:Read', 'License_Feature', 'GIVING')",
        "INSERT INTO role_permissions VALUES (1, '" + TENANT_A + "', 'Admin', 1.000)",
        "INSERT INTO feature_catalog VALUES (1, 'Giving', true)",
        "INSERT INTO feature_permissions VALUES ('f1', '1', 'GIVING:read')",
        "INSERT INTO materialized_view_refresh_jobs VALUES (1, 'MV_Seats', '2026-03-08 12:00:00.1235')",
    };

    private static final List<String> NAMES = List.of(
            "tenants",
            "tenant_feature_grants",
            "user_roles",
            "onboarding_progress",
            "product_offerings",
            "users",
            "permissions",
            "role_permissions",
            "feature_catalog",
            "feature_permissions",
            "materialized_view_refresh_jobs");

    @Test
    void each_means_the_same_read_or_streamed_whatever_its_type() throws Exception {
        Source source = testbed.source(TABLES);
        source.execute(ROWS);
        Written written = testbed.written(source);
        try (Cdc cdc = testbed.cdc(
                source, Cdc.Start.CONTINUE, Map.of("licensewatch.postgres.timestamp-zone", "America/New_York"))) {
            awaitStreaming(cdc);
            source.execute(
                    "TRUNCATE tenants, tenant_feature_grants, user_roles, onboarding_progress, product_offerings,"
                            + " auth.users, permissions, role_permissions, feature_catalog, feature_permissions,"
                            + " materialized_view_refresh_jobs");
            source.execute(ROWS);
            testbed.awaitFrontier(source);
        }
        for (RowChange.Op op : List.of(RowChange.Op.READ, RowChange.Op.CREATE)) {
            assertThat(rows(written, "tenants", op))
                    .as("%s", op)
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("id", TENANT_A)
                            .containsEntry("status", "active")
                            .containsEntry("subscription_end_date", "infinity")
                            .containsEntry("onboarding_completed", true)
                            .containsEntry("created_at", "2026-07-01T04:00:00.000000Z"))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("subscription_status", "gone")
                            .containsEntry("subscription_end_date", 20_522L)
                            .containsEntry("created_at", "-infinity")
                            .as("a time that there is twice")
                            .containsEntry("deleted_at", "2026-11-01T06:30:00.000000Z"));
            assertThat(rows(written, "tenant_feature_grants", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("feature_id", "giving")
                            .containsEntry("starts_at", "+294276-12-31T17:00:00.000000Z")
                            .containsEntry("expires_at", "+294276-12-31T12:00:00.500000Z"))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("starts_at", "-4712-01-02T04:56:02.000000Z")
                            .containsEntry("expires_at", "infinity"))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("starts_at", "infinity")
                            .containsEntry("expires_at", "-0043-03-15T12:00:00.000000Z"));
            assertThat(rows(written, "user_roles", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("tenant_id", TENANT_A)
                            .containsEntry("expires_at", 2_145_042_905L));
            assertThat(rows(written, "onboarding_progress", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("current_step", "welcome")
                            .containsEntry("completed_steps", Arrays.asList("welcome", null))
                            .as("a time that there is not")
                            .containsEntry("created_at", "2026-03-08T07:30:00.250000Z")
                            .containsEntry("updated_at", "2026-03-08T05:00:00.000000Z"));
            assertThat(rows(written, "product_offerings", op))
                    .extracting(row -> row.get("max_users") + " " + row.get("deleted_at"))
                    .containsExactly("Infinity null", "NaN -infinity", "5.00 infinity");
            assertThat(rows(written, "users", op))
                    .anySatisfy(row -> assertThat(row)
                            .as("when somebody signed in is nobody's business")
                            .doesNotContainKey("last_sign_in_at")
                            .containsEntry("banned_until", "2026-03-08T16:00:00.000000Z")
                            .containsEntry("deleted_at", "infinity"))
                    .anySatisfy(row -> assertThat(row).containsEntry("banned_until", "infinity"));
            assertThat(rows(written, "permissions", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("id", "1")
                            .containsEntry("code", "giving:read")
                            .containsEntry("source", "license_feature")
                            .containsEntry("source_reference", "giving"));
            assertThat(rows(written, "role_permissions", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("id", 1L)
                            .as("an id, as it is")
                            .containsEntry("role_id", "Admin")
                            .containsEntry("permission_id", "1"));
            assertThat(rows(written, "feature_catalog", op))
                    .anySatisfy(row -> assertThat(row).containsEntry("code", "giving"));
            assertThat(rows(written, "feature_permissions", op))
                    .anySatisfy(row -> assertThat(row).containsEntry("permission_code", "giving:read"));
            assertThat(rows(written, "materialized_view_refresh_jobs", op))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("view_name", "mv_seats")
                            .containsEntry("started_at", "2026-03-08T16:00:00.124000Z"));
        }
        for (String table : NAMES) {
            assertThat(rows(written, table, RowChange.Op.READ)).isEqualTo(rows(written, table, RowChange.Op.CREATE));
        }
    }

    @Test
    void check_names_each_column_that_could_not_be_read() throws Exception {
        Source source = testbed.source(
                "CREATE EXTENSION citext",
                "CREATE TYPE mood AS ENUM ('good')",
                "CREATE DOMAIN good_mood AS mood",
                "CREATE DOMAIN better_mood AS good_mood",
                "CREATE DOMAIN flag AS int",
                "CREATE DOMAIN step AS text",
                """
                CREATE TABLE tenants (id uuid PRIMARY KEY, name inet, status name, subscription_tier "char",
                    subscription_status varchar(10), subscription_offering_id citext, onboarding_completed flag, deleted_at bigint, created_at text)""",
                "CREATE TABLE permissions (id bit(8) PRIMARY KEY, tenant_id oid, code text, source citext, source_reference citext)",
                "CREATE TABLE feature_permissions (id float8 PRIMARY KEY, feature_id uuid, permission_code citext)",
                "CREATE TABLE feature_catalog (id uuid PRIMARY KEY, code citext, is_active text, deleted_at time)",
                "CREATE TABLE product_offerings (id uuid PRIMARY KEY, max_users money, is_active smallint)",
                "CREATE TABLE roles (id uuid PRIMARY KEY, tenant_id uuid, is_active bit, name citext)",
                "CREATE TABLE onboarding_progress (id int PRIMARY KEY, tenant_id text, completed_steps step[])",
                "ALTER TABLE tenants REPLICA IDENTITY FULL",
                "ALTER TABLE onboarding_progress REPLICA IDENTITY FULL",
                "ALTER TABLE permissions REPLICA IDENTITY FULL",
                "ALTER TABLE roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE tenants, onboarding_progress, permissions, feature_permissions,"
                        + " feature_catalog, product_offerings, roles");

        List<CheckResult> results =
                testbed.settings(source, Map.of()).feed().survey().results();
        assertThat(results)
                .filteredOn(result -> result.detail().contains("is a domain over an enum"))
                .extracting(CheckResult::check)
                .containsExactly("type public.better_mood", "type public.good_mood");
        assertThat(results)
                .filteredOn(result -> result.check().startsWith("column "))
                .extracting(result -> result.verdict() + " " + result.check() + " "
                        + result.detail().replaceAll(",.*", ""))
                .containsExactlyInAnyOrder(
                        "NOTE column public.tenants.name is a inet",
                        "FAIL column public.tenants.status is a name",
                        "NOTE column public.tenants.subscription_tier is a \"char\"",
                        "NOTE column public.tenants.subscription_offering_id is a public.citext",
                        "FAIL column public.tenants.onboarding_completed is a public.flag",
                        "FAIL column public.tenants.deleted_at is a bigint",
                        "FAIL column public.tenants.created_at is a text",
                        "NOTE column public.onboarding_progress.completed_steps is a public.step[]",
                        "FAIL column public.permissions.id is a bit",
                        "FAIL column public.permissions.tenant_id is a oid",
                        "NOTE column public.feature_permissions.permission_code is a public.citext",
                        "FAIL column public.feature_permissions.id is a double precision",
                        "FAIL column public.feature_catalog.is_active is a text",
                        "FAIL column public.feature_catalog.deleted_at is a time without time zone",
                        "FAIL column public.product_offerings.max_users is a money",
                        "FAIL column public.product_offerings.is_active is a smallint",
                        "FAIL column public.roles.is_active is a bit");
    }

    @Test
    void codes_that_come_to_be_compared_without_case_are_read_again() throws Exception {
        Source source = testbed.source(
                "CREATE EXTENSION citext",
                "CREATE TABLE feature_permissions (id int PRIMARY KEY, feature_id uuid, permission_code text)",
                "CREATE TABLE permissions (id int PRIMARY KEY, tenant_id uuid, code citext)",
                "ALTER TABLE permissions REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE feature_permissions, permissions");
        source.execute(
                "INSERT INTO permissions VALUES (1, '" + TENANT_A + "', 'Giving')",
                "INSERT INTO feature_permissions VALUES (1, '" + TENANT_A + "', 'GIVING')");
        Written written = testbed.written(source);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            assertThat(last(written, "permissions")).containsEntry("code", "Giving");
            source.execute(
                    "ALTER TABLE feature_permissions ALTER permission_code TYPE citext",
                    "INSERT INTO feature_permissions VALUES (2, '" + TENANT_A + "', 'Other')");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(last(written, "permissions")).containsEntry("code", "giving"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(written.changes("feature_permissions"))
                            .extracting(change ->
                                    Objects.requireNonNull(change.after()).get("permission_code"))
                            .contains("giving", "other"));
        }
    }

    private static Map<String, @Nullable Object> last(Written written, String table) {
        List<RowChange> changes = written.changes(table);
        return Objects.requireNonNull(changes.get(changes.size() - 1).after());
    }

    @Test
    void a_time_that_becomes_a_number_while_we_run_is_no_number_of_days() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE tenants (id uuid PRIMARY KEY, deleted_at date)",
                "ALTER TABLE tenants REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE tenants");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute(
                    "ALTER TABLE tenants ALTER deleted_at TYPE bigint USING 0",
                    "INSERT INTO tenants VALUES ('" + TENANT_A + "', 1780000000)");
            testbed.awaitFrontier(source);
        }
        assertThat(rows(testbed.written(source), "tenants", RowChange.Op.CREATE))
                .extracting(row -> row.get("deleted_at"))
                .containsExactly("1780000000");
    }

    private static List<? extends Map<String, @Nullable Object>> rows(Written written, String table, RowChange.Op op) {
        return written.changes(table).stream()
                .filter(change -> change.op() == op)
                .map(change -> Objects.requireNonNull(change.after()))
                .toList();
    }
}
