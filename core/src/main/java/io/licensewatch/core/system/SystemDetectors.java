package io.licensewatch.core.system;

import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.List;

/** What the rules about the system find at a frontier. */
final class SystemDetectors {
    private static final SourceTable JOBS = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;

    private final ViewJobs views;
    private final CriticalWindow window;
    private final TenantScores scores;
    private final HeldCommands held;
    private final ViewDetector viewDetector;
    private final ImpactDetector impactDetector;

    SystemDetectors(
            SystemSettings settings, ViewJobs views, CriticalWindow window, TenantScores scores, HeldCommands held) {
        this.views = views;
        this.window = window;
        this.scores = scores;
        this.held = held;
        this.viewDetector = new ViewDetector(settings);
        this.impactDetector = new ImpactDetector(settings);
    }

    Detection detect(Check check, Frontier frontier) {
        String subject = check.subject();
        return switch (check.kind()) {
            case VIEW_FAILING ->
                isMissing(frontier)
                        ? insufficient(Rule.VIEW_REFRESH_FAILING, subject)
                        : new Detection(List.of(viewDetector.failing(subject, views)), Instant.MAX);
            case VIEW_STALE ->
                isMissing(frontier)
                        ? insufficient(Rule.VIEW_STALE, subject)
                        : viewDetector.stale(subject, views.state(subject), frontier.sourceTime());
            case IMPACT -> impactDetector.detect(subject, window, scores.live(), frontier.sourceTime());
            case HELD_COMMANDS -> new Detection(List.of(held.observation()), Instant.MAX);
            case COMMANDS, HEALTH -> throw new IllegalArgumentException("no detector finds " + check);
        };
    }

    private static boolean isMissing(Frontier frontier) {
        return !frontier.tables().contains(JOBS.qualifiedName());
    }

    private static Detection insufficient(Rule rule, String view) {
        return new Detection(List.of(new Observation.InsufficientData(rule, view, JOBS.qualifiedName())), Instant.MAX);
    }
}
