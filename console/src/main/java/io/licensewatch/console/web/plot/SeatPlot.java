package io.licensewatch.console.web.plot;

import io.licensewatch.console.read.HealthRows.SeatPoint;
import io.licensewatch.schemas.status.TenantStatus.SeatForecast;
import io.licensewatch.schemas.status.TenantStatus.Seats;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Seats in use per day, and the forecast. */
public final class SeatPlot {
    public static final int DAYS_BACK = 60;
    private static final int DAYS_AHEAD = 60;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);

    private SeatPlot() {}

    /** @param points oldest first, at least one */
    public static Plot of(
            List<SeatPoint> points, Seats seats, @Nullable SeatForecast forecast, LocalDate today, Plot.Width width) {
        LocalDate from = today.minusDays(DAYS_BACK);
        LocalDate until = today.plusDays(DAYS_AHEAD);
        double expected = forecast == null
                ? (double) seats.used()
                : Math.max(0, seats.used() + forecast.usersPerDay().doubleValue() * DAYS_AHEAD);
        long most = points.stream().mapToLong(SeatPoint::used).max().orElse(0);
        Long limit = seats.limit();
        double top = Math.max(Math.max((double) most, expected), limit == null ? 1 : (double) limit * 1.2) * 1.1;
        Canvas canvas = new Canvas(width, from.toEpochDay(), until.toEpochDay(), top);
        canvas.across("grid", 0, "0");
        if (limit != null && limit > 0) {
            canvas.across("limit", limit, String.valueOf(limit));
            canvas.label("note", "end", until.toEpochDay(), limit, "seats bought");
        } else {
            canvas.across("grid", most, String.valueOf(most));
        }
        canvas.down("today", today.toEpochDay());
        canvas.path("curve", line(canvas, points, seats, today));
        if (forecast != null) {
            canvas.path(
                    "forecast",
                    "M" + canvas.x.of(today.toEpochDay()) + " " + canvas.y.of(seats.used()) + "L"
                            + canvas.x.of(until.toEpochDay()) + " " + canvas.y.of(expected));
        }
        canvas.dot("now", today.toEpochDay(), seats.used());
        canvas.below(from.toEpochDay(), "start", DAY.format(from));
        canvas.below(today.toEpochDay(), "middle", "today");
        canvas.below(until.toEpochDay(), "end", DAY.format(until));
        return canvas.plot(description(seats, forecast));
    }

    private static String line(Canvas canvas, List<SeatPoint> points, Seats seats, LocalDate today) {
        StringBuilder d = new StringBuilder();
        for (SeatPoint point : points) {
            String x = canvas.x.of(point.day().toEpochDay());
            d.append(d.isEmpty() ? "M" + x + " " : "H" + x + "V").append(canvas.y.of(point.used()));
        }
        return d.append("H")
                .append(canvas.x.of(today.toEpochDay()))
                .append("V")
                .append(canvas.y.of(seats.used()))
                .toString();
    }

    private static String description(Seats seats, @Nullable SeatForecast forecast) {
        String now = seats.limit() == null
                ? seats.used() + " seats in use"
                : seats.used() + " of " + seats.limit() + " seats in use";
        if (forecast == null) {
            return now + "; no forecast can be made.";
        }
        return now + ", " + forecast.usersPerDay() + " more a day since " + forecast.since() + "."
                + (forecast.fullOn() == null ? "" : " Full on " + forecast.fullOn() + ".")
                + (forecast.criticalOn() == null ? "" : " Critical on " + forecast.criticalOn() + ".");
    }

    public static LocalDate today(Instant asOf) {
        return asOf.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
