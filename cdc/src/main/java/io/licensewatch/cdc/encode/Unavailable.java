package io.licensewatch.cdc.encode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium puts where Postgres did not send a large value that did not change.
 *
 * <p>With REPLICA IDENTITY FULL it takes the value from the old row instead. Where it could not, the column is left out of
 * the envelope: an absent column says "not known here", the placeholder would be taken for a value.
 */
public final class Unavailable {
    /** Told to Debezium, so that it is ours and nobody else's. */
    public static final String PLACEHOLDER = "__licensewatch_unavailable_value__";

    private Unavailable() {}

    static boolean is(@Nullable Object value) {
        return PLACEHOLDER.equals(value)
                || (value instanceof List<?> list && list.size() == 1 && PLACEHOLDER.equals(list.get(0)));
    }
}
