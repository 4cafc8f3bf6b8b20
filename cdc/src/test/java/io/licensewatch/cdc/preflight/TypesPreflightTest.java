package io.licensewatch.cdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.Caseless;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.schemas.source.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypesPreflightTest {
    @Test
    void a_note_says_what_postgres_would_compare_otherwise() {
        CapturedTable permissions =
                table(SourceTable.PERMISSIONS, "id citext", "code citext", "source citext", "tenant_id uuid");
        CapturedTable needs = table(SourceTable.FEATURE_PERMISSIONS, "id uuid", "permission_code varchar");

        assertThat(TypesPreflight.judge(Caseless.lower(List.of(permissions, needs))))
                .extracting(result -> result.verdict() + " " + result.check())
                .containsExactly("NOTE column public.permissions.code", "NOTE column public.permissions.id");
    }

    private static CapturedTable table(SourceTable table, String... columns) {
        ColumnTypes types = types(columns);
        return new CapturedTable(
                table,
                table.schema(),
                List.copyOf(types.byColumn().keySet()),
                RowKey.primary("id"),
                GeneratedColumns.NONE,
                types,
                ReplicaIdentity.FULL,
                false,
                false,
                true);
    }

    private static ColumnTypes types(String... columns) {
        Map<String, ColumnTypes.Type> types = new HashMap<>();
        for (String column : columns) {
            String[] words = column.split(" ", -1);
            types.put(words[0], new ColumnTypes.Type(words[1], words[1], false));
        }
        return new ColumnTypes(types, Set.of());
    }
}
