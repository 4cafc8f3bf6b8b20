package io.licensewatch.console.web.plot;

import java.util.Locale;

/** The values of an axis. */
record Axis(double from, double to, double start, double end) {
    double at(double value) {
        return to == from ? start : start + (value - from) / (to - from) * (end - start);
    }

    double at(long value) {
        return at((double) value);
    }

    String of(long value) {
        return of((double) value);
    }

    String of(double value) {
        return text(at(value));
    }

    static String text(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }
}
