package io.licensewatch.cdc.encode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's placeholder for a large unchanged value that Postgres did not send.
 *
 * <p>With REPLICA IDENTITY FULL it takes the value from the old row instead. Where it could not, the column is left out of
 * the envelope: an absent column says "not known here", the placeholder would be taken for a value.
 */
public final class Unavailable {
    /** Configured in Debezium, so that no other value equals it. */
    public static final String PLACEHOLDER = "__licensewatch_unavailable_value__";

    private Unavailable() {}

    static boolean is(@Nullable Object value) {
        return PLACEHOLDER.equals(value)
                || (value instanceof List<?> list && list.size() == 1 && PLACEHOLDER.equals(list.get(0)));
    }
}
