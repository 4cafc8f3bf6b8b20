package io.licensewatch.cdc.encode;

import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;

/** Values of {@code numeric} columns as texts, since JSON's numbers would not hold all of them. */
final class PostgresNumbers {
    private PostgresNumbers() {}

    /** @param id whether 1.0 and 1 name the same, as they do in SQL */
    static String text(Object value, boolean id) {
        if (value instanceof SpecialValueDecimal number) {
            return number.getDecimalValue().map(decimal -> text(decimal, id)).orElseGet(() -> special(number));
        }
        return value instanceof BigDecimal number ? text(number, id) : value.toString();
    }

    private static String text(BigDecimal number, boolean id) {
        return (id ? number.stripTrailingZeros() : number).toPlainString();
    }

    /** As Postgres prints them; Debezium has names of its own. */
    private static String special(SpecialValueDecimal number) {
        if (number.equals(SpecialValueDecimal.POSITIVE_INF)) {
            return "Infinity";
        }
        return number.equals(SpecialValueDecimal.NEGATIVE_INF) ? "-Infinity" : "NaN";
    }
}
