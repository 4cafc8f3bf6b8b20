package io.licensewatch.core.detect;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seats used against a limit, and where their growth leads. */
public record SeatDetails(
        long used,
        long limit,
        @Nullable String offeringId,
        @Nullable SeatForecast forecast) implements Details {

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
        json.put("inactiveUsers", null); // counted when the command is carried out
        json.put("forecast", forecast == null ? null : json(forecast));
        return json;
    }

    private static Map<String, @Nullable Object> json(SeatForecast forecast) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("usersPerDay", forecast.usersPerDay().toPlainString());
        json.put("since", forecast.since().toString());
        json.put("fullOn", text(forecast.fullOn()));
        json.put("criticalOn", text(forecast.criticalOn()));
        return json;
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }
}
