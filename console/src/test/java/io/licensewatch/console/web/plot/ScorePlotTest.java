package io.licensewatch.console.web.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.read.HealthRows.ScorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScorePlotTest {
    private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(1));
    /** Of the field's right end, by the canvas. */
    private static final String RIGHT_END = "H708.0";

    /** One every three minutes, as a curve of a day has them. */
    private static List<ScorePoint> points(Duration from, Duration until) {
        List<ScorePoint> points = new ArrayList<>();
        for (Instant at = FROM.plus(from); at.isBefore(FROM.plus(until)); at = at.plus(Duration.ofMinutes(3))) {
            points.add(new ScorePoint(at, 80, 10, 1));
        }
        return points;
    }

    private static Plot plot(List<ScorePoint> points) {
        return ScorePlot.of(points, 50, FROM, UNTIL, "24 hours", Plot.Width.WIDE);
    }

    private static String curve(Plot plot) {
        return plot.paths().stream()
                .filter(path -> path.kind().equals("curve"))
                .map(Plot.Path::d)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_goes_on_until_now_while_points_arrive() {
        Plot plot = plot(points(Duration.ZERO, Duration.ofDays(1)));

        assertThat(curve(plot)).containsOnlyOnce("M").endsWith(RIGHT_END);
        assertThat(plot.dots()).singleElement().extracting(Plot.Dot::x).isEqualTo(RIGHT_END.substring(1));
        assertThat(plot.description()).contains("now 80");
    }

    @Test
    void it_does_not_bridge_a_time_of_which_nothing_is_known() {
        List<ScorePoint> points = points(Duration.ZERO, Duration.ofHours(8));
        points.addAll(points(Duration.ofHours(12), Duration.ofDays(1)));

        Plot plot = plot(points);

        assertThat(curve(plot).split("M", -1)).as("two pieces").hasSize(3);
        assertThat(plot.description()).contains("nothing is known of a part of it");
    }

    @Test
    void it_ends_where_the_last_point_is_and_says_when() {
        Plot plot = plot(points(Duration.ZERO, Duration.ofHours(12)));

        assertThat(curve(plot)).doesNotContain(RIGHT_END);
        assertThat(plot.dots())
                .singleElement()
                .extracting(dot -> Double.parseDouble(dot.x()))
                .satisfies(x -> assertThat(x).isLessThan(400));
        assertThat(plot.description())
                .contains("80 at 2026-03-01 21:57 UTC, nothing since")
                .doesNotContain("now");
    }

    @Test
    void a_point_alone_is_seen() {
        assertThat(curve(plot(List.of(new ScorePoint(FROM.plus(Duration.ofHours(3)), 80, 10, 1)))))
                .matches("M[0-9.]+ [0-9.]+H[0-9.]+");
    }
}
