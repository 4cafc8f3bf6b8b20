package io.licensewatch.core.status;

import io.licensewatch.schemas.alert.Severity;
import java.util.Collection;

/** How much of 100 points a tenant's open alerts leave it. */
public final class Score {
    public static final int FULL = 100;

    private Score() {}

    /** Points that an open alert costs. */
    public static int cost(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 50;
            case WARNING -> 20;
            case INFO -> 5;
        };
    }

    /** From 0 to 100. */
    public static int of(Collection<Severity> open) {
        return Math.max(0, FULL - open.stream().mapToInt(Score::cost).sum());
    }
}
