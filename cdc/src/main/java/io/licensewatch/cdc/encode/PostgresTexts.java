package io.licensewatch.cdc.encode;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of {@code char(n)} columns without the blanks that pad them, which do not count in SQL either. */
final class PostgresTexts {
    private PostgresTexts() {}

    static String unpadded(Object value) {
        String text = value.toString();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Elements of an array: a list in the stream, the driver's array in a snapshot. */
    @SuppressWarnings("NullAway") // Connect has no annotations: null in, null out
    static @Nullable List<@Nullable String> eachUnpadded(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value == UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE) {
            return List.of(Unavailable.PLACEHOLDER);
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (Object element : elements(value)) {
            texts.add(element == null ? null : unpadded(element));
        }
        return texts;
    }

    private static List<?> elements(Object value) {
        if (value instanceof Array array) {
            try {
                return Arrays.asList((Object[]) array.getArray());
            } catch (SQLException e) {
                throw new IllegalStateException("cannot read an array of texts", e);
            }
        }
        return value instanceof List<?> list ? list : List.of(); // a column's default, which is not used
    }
}
