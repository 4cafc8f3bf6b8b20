package io.licensewatch.core.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seats used against a limit. */
public record SeatDetails(long used, long limit, @Nullable String offeringId, InactiveUsers inactive)
        implements Details {

    public long overage() {
        return Math.max(0, used - limit);
    }

    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seatsUsed", used);
        json.put("seatLimit", limit);
        json.put("overage", overage());
        json.put("percent", limit == 0 ? null : (Long) (used * 100 / limit));
        json.put("offeringId", offeringId);
        json.put("inactiveUsers", inactive.count());
        return json;
    }
}
