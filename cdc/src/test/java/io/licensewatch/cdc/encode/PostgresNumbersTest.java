package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresNumbersTest {
    @ParameterizedTest
    @CsvSource({"1.00,1", "1,1", "100,100", "0.00,0", "1.50,1.5", "-7.0,-7", "1E3,1000"})
    void ids_that_sql_takes_for_the_same_are_written_the_same(String number, String written) {
        assertThat(PostgresNumbers.text(new BigDecimal(number), true)).isEqualTo(written);
        assertThat(PostgresNumbers.text(new SpecialValueDecimal(new BigDecimal(number)), true))
                .isEqualTo(written);
    }

    @Test
    void numbers_that_are_no_ids_are_written_as_they_are() {
        assertThat(PostgresNumbers.text(new SpecialValueDecimal(new BigDecimal("5.00")), false))
                .isEqualTo("5.00");
    }

    @Test
    void what_is_no_number_has_the_names_that_postgres_gives_it() {
        assertThat(PostgresNumbers.text(SpecialValueDecimal.POSITIVE_INF, false))
                .isEqualTo("Infinity");
        assertThat(PostgresNumbers.text(SpecialValueDecimal.NEGATIVE_INF, false))
                .isEqualTo("-Infinity");
        assertThat(PostgresNumbers.text(SpecialValueDecimal.NOT_A_NUMBER, true)).isEqualTo("NaN");
    }
}
