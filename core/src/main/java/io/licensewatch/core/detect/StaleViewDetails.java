package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view that has not been refreshed for too long. */
public record StaleViewDetails(String view, Instant lastSuccessAt, Instant staleSince) implements Details {
    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("view", view);
        json.put("lastSuccessAt", lastSuccessAt.toString());
        json.put("staleSince", staleSince.toString());
        return json;
    }
}
