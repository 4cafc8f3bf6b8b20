package io.licensewatch.console.web;

import java.time.Duration;

/** The interval of the score's curve. */
public enum ScoreRange {
    DAY("24 hours", Duration.ofHours(24)),
    WEEK("7 days", Duration.ofDays(7)),
    MONTH("30 days", Duration.ofDays(30));

    private final String words;
    private final Duration span;

    ScoreRange(String words, Duration span) {
        this.words = words;
        this.span = span;
    }

    public String words() {
        return words;
    }

    Duration span() {
        return span;
    }

    /** The parameter of the page that shows it. */
    public String href() {
        return this == DAY ? "/" : "/?score=" + name();
    }
}
