package io.licensewatch.console.web.plot;

import io.licensewatch.console.read.HealthRows.ScorePoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The score over time, as steps: it holds until it changes. */
public final class ScorePlot {
    private static final int TICKS = 4;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ScorePlot() {}

    /**
     * @param points oldest first, at least one
     * @param healthy the score below which the system is not
     * @param span how far back it goes, in words
     */
    public static Plot of(
            List<ScorePoint> points, int healthy, Instant from, Instant until, String span, Plot.Width width) {
        Canvas canvas = new Canvas(width, from.toEpochMilli(), until.toEpochMilli(), 100);
        canvas.across("grid", 0, "0");
        canvas.across("grid", 100, "100");
        canvas.across("limit", healthy, String.valueOf(healthy));
        String line = line(canvas, points, until);
        double first = canvas.x.at(points.get(0).at().toEpochMilli());
        canvas.path("area", line + "V" + canvas.y.of(0L) + "H" + Axis.text(first) + "Z");
        canvas.path("curve", line);
        ScorePoint last = points.get(points.size() - 1);
        canvas.dot("now", until.toEpochMilli(), last.score());
        ticks(canvas, from, until);
        return canvas.plot(description(points, last, span));
    }

    private static String line(Canvas canvas, List<ScorePoint> points, Instant until) {
        StringBuilder d = new StringBuilder();
        for (ScorePoint point : points) {
            String x = canvas.x.of(point.at().toEpochMilli());
            d.append(d.isEmpty() ? "M" + x + " " : "H" + x + "V").append(canvas.y.of((long) point.score()));
        }
        return d.append("H").append(canvas.x.of(until.toEpochMilli())).toString();
    }

    private static void ticks(Canvas canvas, Instant from, Instant until) {
        boolean days = Duration.between(from, until).compareTo(Duration.ofDays(2)) > 0;
        long step = (until.toEpochMilli() - from.toEpochMilli()) / TICKS;
        for (int i = 0; i <= TICKS; i++) {
            long at = from.toEpochMilli() + step * i;
            String anchor = i == 0 ? "start" : i == TICKS ? "end" : "middle";
            Instant time = Instant.ofEpochMilli(at);
            if (i == TICKS) {
                canvas.below(at, anchor, "now");
            } else {
                canvas.below(at, anchor, (days ? DAY : CLOCK).format(time), time);
            }
        }
    }

    private static String description(List<ScorePoint> points, ScorePoint last, String span) {
        int lowest = points.stream().mapToInt(ScorePoint::score).min().orElse(last.score());
        int highest = points.stream().mapToInt(ScorePoint::score).max().orElse(last.score());
        return "The score of the last " + span + ": now " + last.score() + ", lowest " + lowest + ", highest " + highest
                + ".";
    }
}
