package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view whose refreshes fail. */
public record ViewDetails(
        String view,
        long consecutiveFailures,
        long concurrentFailures,
        @Nullable Instant lastSuccessAt) implements Details {

    /** A concurrent refresh needs a unique index, and fails while that is not right. */
    public boolean onlyConcurrentRefreshesFail() {
        return concurrentFailures > 0 && concurrentFailures == consecutiveFailures;
    }

    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("view", view);
        json.put("consecutiveFailures", consecutiveFailures);
        json.put("concurrentFailures", concurrentFailures);
        json.put("lastSuccessAt", lastSuccessAt == null ? null : lastSuccessAt.toString());
        return json;
    }
}
