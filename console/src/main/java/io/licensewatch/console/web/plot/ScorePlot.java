package io.licensewatch.console.web.plot;

import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.HealthRows.ScorePoint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The score over time, as steps: a score is valid until the next point. One is published every minute, so if two points are
 * further apart, the score between them is unknown, and the curve has a gap.
 */
public final class ScorePlot {
    private static final int TICKS = 4;
    private static final Duration LATEST = Duration.ofMinutes(3);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ScorePlot() {}

    /**
     * @param points oldest first, at least one
     * @param healthy the score below which the system is unhealthy
     * @param span description of the interval
     */
    public static Plot of(
            List<ScorePoint> points, int healthy, Instant from, Instant until, String span, Plot.Width width) {
        Canvas canvas = new Canvas(width, from.toEpochMilli(), until.toEpochMilli(), 100);
        canvas.across("grid", 0, "0");
        canvas.across("grid", 100, "100");
        canvas.across("limit", healthy, String.valueOf(healthy));
        List<Piece> pieces = pieces(points, from, until);
        StringBuilder area = new StringBuilder();
        StringBuilder curve = new StringBuilder();
        for (Piece piece : pieces) {
            String line = line(canvas, piece);
            curve.append(line);
            area.append(line)
                    .append("V" + canvas.y.of(0L) + "H")
                    .append(canvas.x.of(piece.points().get(0).at().toEpochMilli()))
                    .append('Z');
        }
        canvas.path("area", area.toString());
        canvas.path("curve", curve.toString());
        Piece last = pieces.get(pieces.size() - 1);
        canvas.dot("now", last.end().toEpochMilli(), last.score());
        ticks(canvas, from, until);
        return canvas.plot(description(points, pieces, until, span));
    }

    /** @param end until when the last score is valid */
    private record Piece(List<ScorePoint> points, Instant end) {
        ScorePoint last() {
            return points.get(points.size() - 1);
        }

        int score() {
            return last().score();
        }
    }

    private static List<Piece> pieces(List<ScorePoint> points, Instant from, Instant until) {
        Duration step = HealthRows.step(from, until);
        Duration apart = step.multipliedBy(2).compareTo(LATEST) > 0 ? step.multipliedBy(2) : LATEST;
        List<Piece> pieces = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= points.size(); i++) {
            Instant at = points.get(i - 1).at();
            Instant next = i < points.size() ? points.get(i).at() : until;
            boolean together = Duration.between(at, next).compareTo(apart) <= 0;
            if (i == points.size() || !together) {
                pieces.add(new Piece(points.subList(begin, i), together ? next : at.plus(step)));
                begin = i;
            }
        }
        return pieces;
    }

    private static String line(Canvas canvas, Piece piece) {
        StringBuilder d = new StringBuilder();
        for (ScorePoint point : piece.points()) {
            String x = canvas.x.of(point.at().toEpochMilli());
            d.append(d.isEmpty() ? "M" + x + " " : "H" + x + "V").append(canvas.y.of((long) point.score()));
        }
        return d.append("H").append(canvas.x.of(piece.end().toEpochMilli())).toString();
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

    private static String description(List<ScorePoint> points, List<Piece> pieces, Instant until, String span) {
        ScorePoint last = points.get(points.size() - 1);
        int lowest = points.stream().mapToInt(ScorePoint::score).min().orElse(last.score());
        int highest = points.stream().mapToInt(ScorePoint::score).max().orElse(last.score());
        boolean ended = pieces.get(pieces.size() - 1).end().isBefore(until);
        return "The score of the last " + span + ": "
                + (ended
                        ? last.score() + " at " + MINUTE.format(last.at()) + " UTC, nothing since"
                        : "now " + last.score())
                + ", lowest " + lowest + ", highest " + highest
                + (pieces.size() > 1 ? "; a part of it is unknown." : ".");
    }
}
