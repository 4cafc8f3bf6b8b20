package io.licensewatch.worker.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.SourceSchemas;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions interpret ambiguous rows in the same way as detection. */
class FactsIT {
    private static final String REQUIRED =
            "SELECT feature_id FROM licensewatch.requirement(id('A')::text, id('member A')::text, 'odd:code') ORDER BY 1";
    private static final String BOUGHT = "SELECT licensewatch.offering(id('A')::text) = id('now')::text";

    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @Test
    void a_permission_needs_any_referenced_feature_even_a_deleted_one() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute(
                "ALTER TABLE feature_catalog DROP CONSTRAINT feature_catalog_code_key",
                "INSERT INTO feature_catalog (id, code, name, is_active) VALUES"
                        + " (id('one'), 'twice', 'One', true), (id('two'), 'twice', 'Two', false)",
                "INSERT INTO permissions (id, tenant_id, code, source, source_reference)"
                        + " VALUES (id('odd'), id('A'), 'odd:code', 'license_feature', 'twice')",
                "INSERT INTO role_permissions (id, tenant_id, role_id, permission_id)"
                        + " VALUES (id('rp odd'), id('A'), id('member A'), id('odd'))");
        assertThat(source.values(REQUIRED))
                .containsExactlyInAnyOrderElementsOf(
                        source.values("SELECT id('one')::text UNION SELECT id('two')::text"));
        source.execute("UPDATE permissions SET source_reference = upper(id('one')::text) WHERE code = 'odd:code'");
        assertThat(source.values(REQUIRED)).isEqualTo(source.values("SELECT id('one')::text"));
        source.execute("UPDATE permissions SET source_reference = 'gone' WHERE code = 'odd:code'");
        assertThat(source.values(REQUIRED)).containsExactly("gone");
        source.execute("UPDATE permissions SET source_reference = NULL WHERE code = 'odd:code'");
        assertThat(source.values(REQUIRED)).isEmpty();
        source.execute(
                "UPDATE permissions SET source_reference = 'gone' WHERE code = 'odd:code'",
                "UPDATE role_permissions SET tenant_id = NULL WHERE id = id('rp odd')");
        assertThat(source.values(REQUIRED))
                .as("not within the tenant of its role")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"citext", "char(40)", "varchar(40)", "permission_code"})
    void a_permission_is_found_by_its_code_whatever_type_that_has(String type) throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute(
                "CREATE EXTENSION IF NOT EXISTS citext",
                "CREATE DOMAIN permission_code AS citext",
                "ALTER TABLE permissions ALTER code TYPE " + type,
                "ALTER TABLE feature_permissions ALTER permission_code TYPE " + type,
                "ALTER TABLE permissions ALTER source TYPE " + type + ", ALTER source_reference TYPE " + type,
                "ALTER TABLE feature_catalog ALTER code TYPE " + type,
                "INSERT INTO permissions (id, tenant_id, code) VALUES (id('odd'), id('A'), 'odd:code')",
                "INSERT INTO feature_permissions (id, feature_id, permission_code) VALUES (id('fp'), id('one'), 'odd:code')",
                "INSERT INTO role_permissions (id, tenant_id, role_id, permission_id)"
                        + " VALUES (id('rp odd'), id('A'), id('member A'), id('odd'))");
        source.prepare();
        if (type.matches("citext|permission_code")) { // an alert has it in lower case
            source.execute("UPDATE permissions SET code = 'Odd:Code' WHERE id = id('odd')");
        }
        assertThat(source.values(REQUIRED)).isEqualTo(source.values("SELECT id('one')::text"));
        source.execute(
                "DELETE FROM feature_permissions WHERE id = id('fp')",
                "INSERT INTO feature_catalog (id, code, name, is_active) VALUES (id('one'), 'one', 'One', true)",
                "UPDATE permissions SET source = 'license_feature', source_reference = 'one' WHERE id = id('odd')");
        if (type.matches("citext|permission_code")) {
            source.execute(
                    "UPDATE permissions SET source = 'License_Feature', source_reference = 'ONE' WHERE id = id('odd')");
        }
        assertThat(source.values(REQUIRED)).isEqualTo(source.values("SELECT id('one')::text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamptz", "timestamp", "date"})
    void a_future_assignment_is_not_the_offering_yet(String type) throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute(
                "ALTER TABLE tenants DROP COLUMN subscription_offering_id",
                "ALTER TABLE license_assignments ALTER COLUMN assigned_at TYPE " + type,
                "DELETE FROM license_assignments",
                "INSERT INTO license_assignments (id, tenant_id, offering_id, assigned_at) VALUES"
                        + " (id('a1'), id('A'), id('now'), now() - interval '3 days'),"
                        + " (id('a2'), id('A'), id('later'), now() + interval '3 days')");
        source.prepare();
        assertThat(source.values(BOUGHT)).containsExactly("t");
    }

    @Test
    void row_keys_have_values_as_cdc_writes_them() throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute(
                "CREATE DOMAIN number AS numeric(12,2)",
                "CREATE DOMAIN row_number AS number",
                "ALTER TABLE user_roles DROP CONSTRAINT user_roles_pkey",
                "ALTER TABLE user_roles ALTER COLUMN id DROP DEFAULT",
                "ALTER TABLE user_roles ALTER COLUMN id TYPE row_number USING 1200 + abs(hashtext(id::text)) % 1000000 * 10",
                "ALTER TABLE user_roles ADD COLUMN label char(40)",
                "UPDATE user_roles SET label = md5(id::text)");
        source.execute("ALTER TABLE user_roles ADD PRIMARY KEY (id, label)");
        source.prepare();
        assertThat(source.values("SELECT row_key FROM licensewatch.live_assignments(id('A')::text, now()) ORDER BY 1"))
                .isNotEmpty()
                .isEqualTo(
                        source.values("SELECT format('{\"id\":\"%s\",\"label\":\"%s\"}', trim_scale(r.id), label::text)"
                                + " FROM user_roles r JOIN licensewatch.live_assignments(id('A')::text, now()) a"
                                + " ON a.row_key LIKE '%' || md5(r.id::text) || '%' ORDER BY 1"))
                .allSatisfy(key -> assertThat(key).matches("\\{\"id\":\"\\d+\",\"label\":\"[0-9a-f]{32}\"}"));
    }

    @Test
    void tables_are_found_in_other_schemas() throws Exception {
        Source usual = postgres.prepared(Family.STEWARDTRACK);
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute(
                "CREATE SCHEMA \"Ops-1\"", "CREATE SCHEMA people", """
                DO $$ DECLARE t record; BEGIN
                    FOR t IN SELECT relname, relkind FROM pg_class
                        WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace LOOP
                        EXECUTE format('ALTER %s public.%I SET SCHEMA "Ops-1"',
                            CASE t.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, t.relname);
                    END LOOP;
                END $$""", "ALTER TABLE auth.users SET SCHEMA people");
        try (Connection connection = source.connectAs("postgres")) {
            PreparedWorker worker =
                    new PreparedWorker(connection, new SourceSchemas("Ops-1", "people"), ZoneOffset.UTC);
            worker.apply(worker.steps(Source.WORKER), Source.WORKER, "", step -> {}, (step, why) -> {});
            assertThat(worker.sql().unsupported()).isEmpty();
        }
        for (String facts : List.of(
                "SELECT concat_ws(' ', a.user_id, a.role_id, a.administrator, a.last_sign_in_at < now())"
                        + " FROM licensewatch.live_assignments(id('A')::text, now()) a ORDER BY 1",
                "SELECT licensewatch.offering(id('A')::text)",
                "SELECT licensewatch.subscription_end(id('A')::text) IS NULL",
                "SELECT to_jsonb(v.name)::text FROM licensewatch.views() v ORDER BY 1")) {
            assertThat(source.values(facts)).as(facts).isNotEmpty().isEqualTo(usual.values(facts));
        }
        assertThat(source.values("SELECT prosrc FROM pg_proc WHERE pronamespace = 'licensewatch'::regnamespace"))
                .as("topics name a table as ever, and only literals do")
                .anyMatch(body -> body.contains("'public."))
                .noneMatch(body -> body.matches("(?s).*[^'](public|auth)\\..*"));
    }

    @Test
    void row_keys_use_the_same_columns_as_cdc() throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute(
                "ALTER TABLE user_roles DROP CONSTRAINT user_roles_pkey, ADD PRIMARY KEY (id) INCLUDE (user_id)",
                "ALTER TABLE tenant_feature_grants DROP CONSTRAINT tenant_feature_grants_pkey",
                "ALTER TABLE tenant_feature_grants ALTER COLUMN id SET NOT NULL",
                "CREATE UNIQUE INDEX grant_key ON tenant_feature_grants (id)");
        try (Connection connection = source.connectAs("postgres")) {
            SourceColumns columns = SourceColumns.read(connection, SourceSchemas.DEFAULT);
            assertThat(requireNonNull(columns.tables().get("user_roles")).key()).containsExactly("id");
            assertThat(requireNonNull(columns.tables().get("tenant_feature_grants"))
                            .key())
                    .containsExactly("id");
        }
    }
}
