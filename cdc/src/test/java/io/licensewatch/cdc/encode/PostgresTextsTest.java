package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresTextsTest {
    @Test
    void blanks_at_the_end_do_not_count() {
        assertThat(PostgresTexts.unpadded("  a b   ")).isEqualTo("  a b");
        assertThat(PostgresTexts.eachUnpadded(Arrays.asList("welcome  ", null, "  ")))
                .containsExactly("welcome", null, "");
        assertThat(PostgresTexts.eachUnpadded(null)).isNull();
    }

    @Test
    void an_array_that_was_not_sent_is_not_known_here() {
        assertThat(Unavailable.is(
                        PostgresTexts.eachUnpadded(UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE)))
                .isTrue();
        assertThat(PostgresTexts.eachUnpadded("{}")).isEqualTo(List.of());
    }
}
