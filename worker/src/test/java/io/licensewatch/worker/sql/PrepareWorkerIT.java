package io.licensewatch.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.command.CommandType;
import java.sql.Connection;
import java.time.ZoneOffset;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrepareWorkerIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    /** All our objects in the catalog, with their privileges. */
    private static final String CATALOG = """
            SELECT p.proname::text || pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '') FROM pg_proc p
            WHERE p.pronamespace = 'licensewatch'::regnamespace
            UNION ALL
            SELECT c.relname::text || c.relkind::text || coalesce(c.relacl::text, '') FROM pg_class c
            WHERE c.relnamespace = 'licensewatch'::regnamespace
            UNION ALL SELECT to_jsonb(t)::text FROM licensewatch.command_types t
            UNION ALL SELECT to_jsonb(t)::text FROM licensewatch.limits t
            UNION ALL SELECT to_jsonb(t)::text FROM licensewatch.state_transitions t
            UNION ALL SELECT rolname::text || rolcanlogin || rolsuper || rolinherit FROM pg_roles WHERE rolname LIKE 'licensewatch%'
            ORDER BY 1""";

    @ParameterizedTest
    @EnumSource(Family.class)
    void preparing_a_source_again_changes_nothing(Family family) throws Exception {
        Source source = postgres.prepared(family);
        var first = source.values(CATALOG);
        assertThat(first).hasSizeGreaterThan(80);

        source.prepare();
        assertThat(source.values(CATALOG)).isEqualTo(first);
        try (Connection connection = source.connectAs("postgres")) {
            assertThat(new PreparedWorker(connection, SourceSchemas.DEFAULT, ZoneOffset.UTC)
                            .sql()
                            .unsupported())
                    .containsOnlyKeys(
                            family == Family.STEWARDTRACK
                                    ? new CommandType[0]
                                    : new CommandType[] {CommandType.NOTIFY_TENANT_ADMIN});
        }
    }
}
