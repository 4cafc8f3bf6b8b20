package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.source.RowKey.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableKeysTest {
    private static final Set<String> WATCHED = Set.of("id", "code", "name");
    private static final RowKey PRIMARY = new RowKey(Kind.PRIMARY, List.of("secret"), 9, true, false);
    private static final RowKey CODE = unique(5, "code");

    @Test
    void a_primary_key_is_the_key_whatever_it_is_made_of() {
        assertThat(best(CODE, PRIMARY)).isEqualTo(PRIMARY);
    }

    @Test
    void the_unique_index_with_the_fewest_columns_and_first_names_is_the_key() {
        assertThat(best(unique(1, "id", "code"), unique(2, "name"), CODE)).isEqualTo(CODE);
        assertThat(best(unique(6, "code"), CODE)).as("of two alike").isEqualTo(CODE);
    }

    @Test
    void a_deferrable_unique_index_or_one_of_unwatched_columns_is_no_key() {
        RowKey deferrable = new RowKey(Kind.UNIQUE, List.of("id"), 1, true, false);

        assertThat(best(deferrable, unique(2, "secret"), unique(3, "code", "secret")))
                .isEqualTo(RowKey.none(List.of("name")));
    }

    private static RowKey unique(long object, String... columns) {
        return new RowKey(Kind.UNIQUE, List.of(columns), object, false, false);
    }

    private static RowKey best(RowKey... candidates) {
        return TableKeys.best(List.of(candidates), WATCHED::contains, List.of("name"));
    }
}
