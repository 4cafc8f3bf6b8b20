package io.licensewatch.console.web.plot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawing; colours are in the style sheet, by class.
 *
 * @param description what it shows, in a sentence, for who does not see it
 */
public record Plot(int width, int height, String description, List<Path> paths, List<Dot> dots, List<Label> labels) {
    /** So wide that letters keep their size on a desk and on a telephone. */
    public enum Width {
        WIDE(720),
        NARROW(340);

        private final int pixels;

        Width(int pixels) {
            this.pixels = pixels;
        }

        int pixels() {
            return pixels;
        }
    }

    public Plot {
        paths = List.copyOf(paths);
        dots = List.copyOf(dots);
        labels = List.copyOf(labels);
    }

    /** @param kind its class */
    public record Path(String kind, String d) {}

    public record Dot(String kind, String x, String y) {}

    /**
     * @param anchor {@code start}, {@code middle} or {@code end}
     * @param at the time that the text says in UTC; null where it says none
     */
    public record Label(
            String kind,
            String anchor,
            String x,
            String y,
            String text,
            @Nullable Instant at) {}
}
