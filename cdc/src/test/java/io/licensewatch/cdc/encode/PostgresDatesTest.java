package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.connector.postgresql.PostgresValueConverter;
import java.sql.Date;
import java.time.LocalDate;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

class PostgresDatesTest {
    @Test
    void a_day_is_the_same_read_or_streamed_in_every_zone() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : new String[] {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                for (String day : new String[] {"1969-12-31", "1970-01-01", "2026-03-29", "9999-12-31"}) {
                    LocalDate date = LocalDate.parse(day);
                    assertThat(PostgresDates.days(Date.valueOf(date)))
                            .as("%s in %s", day, zone)
                            .isEqualTo(PostgresDates.days(date))
                            .isEqualTo((int) date.toEpochDay());
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void infinity_is_recognised_read_or_streamed() {
        assertThat(PostgresDates.days(new Date(PGStatement.DATE_POSITIVE_INFINITY)))
                .isEqualTo(PostgresDates.days(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE))
                .isEqualTo(PostgresDates.INFINITY);
        assertThat(PostgresDates.days(new Date(PGStatement.DATE_NEGATIVE_INFINITY)))
                .isEqualTo(PostgresDates.days(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE))
                .isEqualTo(PostgresDates.MINUS_INFINITY);
    }

    @Test
    void null_stays_null() {
        assertThat(PostgresDates.days(null)).isNull();
    }

    @Test
    void days_that_are_days_already_stay_so_and_anything_else_is_no_date() {
        assertThat(PostgresDates.days(20_454)).isEqualTo(20_454);
        assertThatThrownBy(() -> PostgresDates.days("2026-01-01"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a date column holds a java.lang.String");
    }
}
