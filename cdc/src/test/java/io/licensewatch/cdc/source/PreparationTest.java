package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.Preparation.Step;
import io.licensewatch.cdc.source.SourceSamples.Facts;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private final Facts source = SourceSamples.fit();

    @Test
    void an_unprepared_source_gets_all_of_it() {
        source.publication = Optional.empty();
        source.tables = List.of(
                SourceSamples.table(SourceTable.TENANTS, ReplicaIdentity.DEFAULT, true), SourceSamples.OFFERINGS);

        assertThat(sql(false))
                .containsExactly(
                        "CREATE ROLE \"watch\" LOGIN REPLICATION;",
                        "ALTER ROLE \"watch\" PASSWORD :'password';",
                        "GRANT CONNECT ON DATABASE \"app\" TO \"watch\";",
                        "GRANT USAGE ON SCHEMA \"public\" TO \"watch\";",
                        "GRANT SELECT (\"id\", \"name\") ON public.tenants TO \"watch\";",
                        "DROP POLICY IF EXISTS licensewatch ON public.tenants; CREATE POLICY licensewatch ON"
                                + " public.tenants FOR SELECT TO \"watch\" USING (true);",
                        "ALTER TABLE public.tenants REPLICA IDENTITY FULL;",
                        "GRANT SELECT (\"id\", \"name\") ON public.product_offerings TO \"watch\";",
                        "CREATE PUBLICATION \"licensewatch\" FOR TABLE public.tenants, public.product_offerings;");
    }

    @Test
    void a_prepared_source_keeps_its_publication_and_role() {
        assertThat(sql(true))
                .contains("ALTER ROLE \"watch\" LOGIN REPLICATION;")
                .noneMatch(sql -> sql.contains("PUBLICATION") || sql.contains("REPLICA IDENTITY"));
    }

    @Test
    void a_table_that_came_later_joins_the_publication() {
        source.publication = Optional.of(SourceSamples.publication(SourceSamples.TENANTS));

        assertThat(sql(true)).contains("ALTER PUBLICATION \"licensewatch\" ADD TABLE public.product_offerings;");
    }

    private List<String> sql(boolean roleExists) {
        return Preparation.steps(source.facts(), "watch", roleExists, "licensewatch").stream()
                .map(Step::sql)
                .toList();
    }
}
