package io.licensewatch.core.detect;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.util.List;

/**
 * How bad a condition is: what thresholds decide of an alert.
 *
 * @param stage the rule's own name for it
 * @param rank orders the rule's stages; greater is worse
 */
public record Grade(String stage, int rank, Severity severity, Level level, List<Route> routes) {
    private static final List<Route> MAIL = List.of(Route.EMAIL);
    private static final List<Route> MESSAGES = List.of(Route.EMAIL, Route.SLACK);
    private static final List<Route> PAGE = List.of(Route.PAGE);

    public Grade {
        routes = List.copyOf(routes);
    }

    static Grade info(String stage, int rank) {
        return new Grade(stage, rank, Severity.INFO, Level.L1, MAIL);
    }

    static Grade warning(String stage, int rank, Level level) {
        return new Grade(stage, rank, Severity.WARNING, level, MESSAGES);
    }

    public static Grade critical(String stage, int rank, Level level) {
        return new Grade(stage, rank, Severity.CRITICAL, level, PAGE);
    }

    /** Whether somebody is woken. */
    public boolean pages() {
        return routes.contains(Route.PAGE);
    }
}
