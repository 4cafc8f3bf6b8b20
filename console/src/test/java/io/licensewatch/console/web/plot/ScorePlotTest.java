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
    /** The right end of the plot's area. */
    private static final String RIGHT_END = "H708.0";

    /** One every three minutes, as in a curve of a day. */
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
    void it_continues_until_now_while_points_arrive() {
        Plot plot = plot(points(Duration.ZERO, Duration.ofDays(1)));

        assertThat(curve(plot)).containsOnlyOnce("M").endsWith(RIGHT_END);
        assertThat(plot.dots()).singleElement().extracting(Plot.Dot::x).isEqualTo(RIGHT_END.substring(1));
        assertThat(plot.description()).contains("now 80");
    }

    @Test
    void it_has_a_gap_where_the_score_is_unknown() {
        List<ScorePoint> points = points(Duration.ZERO, Duration.ofHours(8));
        points.addAll(points(Duration.ofHours(12), Duration.ofDays(1)));

        Plot plot = plot(points);

        assertThat(curve(plot).split("M", -1)).as("two pieces").hasSize(3);
        assertThat(plot.description()).contains("a part of it is unknown");
    }

    @Test
    void it_ends_at_the_last_point_and_names_its_time() {
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
    void a_single_point_is_visible() {
        assertThat(curve(plot(List.of(new ScorePoint(FROM.plus(Duration.ofHours(3)), 80, 10, 1)))))
                .matches("M[0-9.]+ [0-9.]+H[0-9.]+");
    }
}
