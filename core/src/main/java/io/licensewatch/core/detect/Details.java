package io.licensewatch.core.detect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is particular to a rule's finding; the reconciler reads it typed, the alert carries it as JSON. */
public interface Details {
    /** Values are what JSON holds: String, Number, Boolean, List, Map, null; instants as ISO-8601 strings. */
    Map<String, @Nullable Object> asJson();
}
