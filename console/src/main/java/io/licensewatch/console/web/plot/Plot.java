package io.licensewatch.console.web.plot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawing; the style sheet has the colours, by class.
 *
 * @param description one sentence for people who cannot see it
 */
public record Plot(int width, int height, String description, List<Path> paths, List<Dot> dots, List<Label> labels) {
    /** Widths at which text keeps its size on a desktop and on a phone. */
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
     * @param at the time of the text in UTC; null if it has none
     */
    public record Label(
            String kind,
            String anchor,
            String x,
            String y,
            String text,
            @Nullable Instant at) {}
}
