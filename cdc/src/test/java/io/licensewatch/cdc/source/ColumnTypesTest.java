package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.schemas.source.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How values are written by the types of their columns, and where Postgres compares without case. */
class ColumnTypesTest {
    private static final List<String> KEY = List.of("id");

    @Test
    void what_was_always_written_so_is_no_reason_to_read_a_table_again() {
        assertThat(types("id uuid", "deleted_at timestamptz", "expires_at date", "created_at timestamp", "code citext")
                        .writing(KEY, "UTC"))
                .isEmpty();
    }

    @Test
    void a_zone_counts_for_local_times_and_for_days_that_are_instants() {
        assertThat(types("created_at timestamp", "updated_at date", "expires_at date", "deleted_at timestamptz")
                        .writing(KEY, "Asia/Manila"))
                .isEqualTo("created_at in Asia/Manila, updated_at in Asia/Manila");
    }

    @Test
    void padding_scale_and_times_in_keys_are_written_in_a_way_of_their_own() {
        assertThat(types("id numeric", "max_users numeric", "status bpchar", "starts_at timestamptz")
                        .writing(List.of("id", "starts_at"), "UTC"))
                .isEqualTo("id without trailing zeros, starts_at in microseconds, status without padding");
        assertThat(new ColumnTypes(Map.of("expires_at", new ColumnTypes.Type("day", "date", true)), Set.of())
                        .writing(KEY, "UTC"))
                .isEqualTo("expires_at as a date");
    }

    @Test
    void codes_are_in_lower_case_where_all_that_are_compared_are_citext() {
        CapturedTable permissions =
                table(SourceTable.PERMISSIONS, "id uuid", "code citext", "source citext", "source_reference citext");
        CapturedTable features = table(SourceTable.FEATURE_CATALOG, "id uuid", "code text", "name citext");
        CapturedTable needs =
                table(SourceTable.FEATURE_PERMISSIONS, "id uuid", "feature_id citext", "permission_code citext");

        assertThat(Caseless.lower(List.of(permissions, features, needs)))
                .extracting(table -> table.types().lowered())
                .containsExactly(Set.of("code", "source"), Set.of(), Set.of("permission_code"));
        assertThat(Caseless.lower(List.of(permissions, needs)))
                .extracting(table -> table.types().lowered())
                .containsExactly(Set.of("code", "source", "source_reference"), Set.of("permission_code"));
        assertThat(Caseless.lower(List.of(permissions)).get(0).types().writing(KEY, "UTC"))
                .isEqualTo("code in lower case, source in lower case, source_reference in lower case");
    }

    @Test
    void a_reference_keeps_its_capitals_where_it_may_be_an_id_that_has_some() {
        CapturedTable permissions = table(SourceTable.PERMISSIONS, "id uuid", "source_reference citext");
        CapturedTable features = table(SourceTable.FEATURE_CATALOG, "id varchar", "code citext");

        assertThat(Caseless.lower(List.of(permissions, features)))
                .extracting(table -> table.types().lowered())
                .containsExactly(Set.of(), Set.of());
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
