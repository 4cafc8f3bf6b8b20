package io.licensewatch.console.web.plot;

import io.licensewatch.console.web.plot.Plot.Dot;
import io.licensewatch.console.web.plot.Plot.Label;
import io.licensewatch.console.web.plot.Plot.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a plot: an area with space for numbers at the left and for times below. */
final class Canvas {
    private static final int HEIGHT = 200;
    private static final int LEFT = 44;
    private static final int RIGHT = 12;
    private static final int TOP = 14;
    private static final int BOTTOM = 26;

    final Axis x;
    final Axis y;
    private final int width;
    private final List<Path> paths = new ArrayList<>();
    private final List<Dot> dots = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();

    Canvas(Plot.Width width, long xFrom, long xTo, double yTo) {
        this.width = width.pixels();
        this.x = new Axis((double) xFrom, (double) xTo, LEFT, this.width - RIGHT);
        this.y = new Axis(0, yTo, HEIGHT - BOTTOM, TOP);
    }

    void path(String kind, String d) {
        paths.add(new Path(kind, d));
    }

    void dot(String kind, long atX, long atY) {
        dots.add(new Dot(kind, x.of(atX), y.of(atY)));
    }

    /** A horizontal line with its value at the left. */
    void across(String kind, long value, String text) {
        path(kind, "M" + LEFT + " " + y.of(value) + "H" + (width - RIGHT));
        labels.add(new Label("tick", "end", String.valueOf(LEFT - 6), Axis.text(y.at(value) + 4), text, null));
    }

    /** A vertical line at a time. */
    void down(String kind, long value) {
        path(kind, "M" + x.of(value) + " " + TOP + "V" + (HEIGHT - BOTTOM));
    }

    /** A label below. */
    void below(long value, String anchor, String text) {
        below(value, anchor, text, null);
    }

    /** @param at the time of the label in UTC; a script converts it to the reader's zone */
    void below(long value, String anchor, String text, @Nullable Instant at) {
        labels.add(new Label("tick", anchor, x.of(value), String.valueOf(HEIGHT - 8), text, at));
    }

    void label(String kind, String anchor, long atX, long atY, String text) {
        labels.add(new Label(kind, anchor, x.of(atX), Axis.text(y.at(atY) - 6), text, null));
    }

    Plot plot(String description) {
        return new Plot(width, HEIGHT, description, paths, dots, labels);
    }
}
