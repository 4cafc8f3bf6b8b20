package io.licensewatch.core.system;

import io.licensewatch.core.detect.Details;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Details for the reader of the alert only. */
record PlainDetails(Map<String, @Nullable Object> asJson) implements Details {
    PlainDetails {
        asJson = Collections.unmodifiableMap(new LinkedHashMap<>(asJson));
    }
}
