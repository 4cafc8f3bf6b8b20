package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.EffectsIT.deactivate;
import static io.licensewatch.worker.sql.EffectsIT.grantMissing;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If tables of the source are partitioned, the worker uses only their roots. */
class PartitionedTablesIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @Test
    void rows_are_changed_and_inserted_in_the_right_partition() throws Exception {
        Source source = postgres.source(Family.STEWARDTRACK);
        source.execute("DROP MATERIALIZED VIEW seats_by_tenant CASCADE");
        partition(source, "user_roles");
        partition(source, "tenant_feature_grants");
        source.prepare();
        Rows before = source.rows();
        TestCommand grant = grantMissing(Family.STEWARDTRACK);
        try (Commands commands = source.commands()) {
            assertThat(commands.run(deactivate("{\"inactiveDays\": 90, \"atMost\": 4, \"candidates\": 3}")))
                    .as("%s", commands.outbox(0))
                    .isEqualTo("APPLIED");
            assertThat(commands.run(grant)).as("%s", commands.outbox(0)).isEqualTo("APPLIED");
        }
        assertThat(before.changesTo(source.rows()))
                .containsExactlyInAnyOrder(
                        "user_roles(idle 1 helps A) is_active: true -> false",
                        "user_roles(idle 1 in A) is_active: true -> false",
                        "user_roles(idle 2 in A) is_active: true -> false",
                        "user_roles(idle 3 in A) is_active: true -> false",
                        "+ tenant_feature_grants(new) {created_at=now, feature_id=feature 4, grant_source=direct,"
                                + " source_reference=licensewatch:" + grant.id()
                                + ", starts_at=today, tenant_id=A, updated_at=now}");
    }

    private static void partition(Source source, String table) throws Exception {
        source.execute(
                "ALTER TABLE " + table + " RENAME TO former",
                "CREATE TABLE " + table + " (LIKE former INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY HASH (id)");
        for (int i = 0; i < 3; i++) {
            source.execute("CREATE TABLE " + table + "_" + i + " PARTITION OF " + table
                    + " FOR VALUES WITH (MODULUS 3, REMAINDER " + i + ")");
        }
        source.execute("INSERT INTO " + table + " SELECT * FROM former", "DROP TABLE former");
    }
}
