package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.console.read.Episode;
import io.licensewatch.console.read.Episode.TenantEpisode;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened, for how long, and who was affected. */
final class Summary {
    private Summary() {}

    static void write(Markdown text, Episode episode, Instant now) {
        AlertEvent first = episode.first();
        AlertEvent worst = worst(episode);
        List<String> facts = new ArrayList<>();
        facts.add("**Date**: " + Times.day(episode.openedAt()));
        facts.add("**Duration**: " + duration(episode, now));
        facts.add("**What**: " + escaped(first.summary()));
        facts.add("**Worst**: " + worst.severity() + ", level " + worst.level() + ", stage " + escaped(worst.stage())
                + (worst.sequence() == first.sequence()
                        ? ", from the beginning"
                        : ", from " + Times.second(worst.occurredAt())));
        facts.add("**Measured**: " + measured(first.measurement()) + " when it opened, "
                + measured(episode.last().measurement()) + " at the last transition; the threshold is "
                + first.measurement().threshold() + ".");
        facts.addAll(impact(episode));
        TenantStatus tenant = episode.tenant();
        if (tenant != null) {
            facts.add("**Tenant now**: score " + tenant.score() + " of 100, "
                    + tenant.openAlerts().size() + " open alert(s), as of "
                    + Times.second(tenant.asOf().sourceTime()));
        }
        text.heading(2, "Summary").list(facts);
    }

    private static String duration(Episode episode, Instant now) {
        return episode.endedAt()
                .map(ended -> Times.span(episode.openedAt(), ended))
                .orElseGet(() -> "still open, for " + Times.span(episode.openedAt(), now) + " so far");
    }

    private static AlertEvent worst(Episode episode) {
        // Of equally severe transitions, the first.
        return episode.transitions().stream()
                .filter(event -> event.status() != AlertStatus.RESOLVED)
                .reduce((one, other) -> WEIGHT.compare(other, one) > 0 ? other : one)
                .orElse(episode.first());
    }

    private static final Comparator<AlertEvent> WEIGHT =
            Comparator.comparing(AlertEvent::severity).thenComparing(AlertEvent::level);

    private static String measured(Measurement measurement) {
        return measurement.value() + " " + escaped(measurement.unit());
    }

    private static List<String> impact(Episode episode) {
        AlertEvent first = episode.first();
        if (!first.tenantId().equals(AlertEvent.SYSTEM_TENANT)) {
            return List.of(
                    "**Tenants affected**: 1, " + Subject.of(first),
                    "**Users affected**: "
                            + episode.transitions().stream()
                                    .mapToLong(AlertEvent::affectedUsers)
                                    .max()
                                    .orElse(0)
                            + " at most at one time");
        }
        if (!first.rule().equals(EpisodeRows.IMPACT)) {
            return List.of(
                    "**Tenants affected**: not known; this alert is about the system, not about tenants",
                    "**Users affected**: not known");
        }
        return ofSeveral(episode);
    }

    private static List<String> ofSeveral(Episode episode) {
        List<TenantEpisode> tenants = episode.tenants();
        String atLeast = tenants.size() > EpisodeRows.MOST_TENANTS ? "at least " : "";
        long distinct = tenants.stream().map(TenantEpisode::tenantId).distinct().count();
        long users = tenants.stream().mapToLong(TenantEpisode::affectedUsers).sum();
        return List.of(
                "**Tenants affected**: " + atLeast + distinct + " became critical by "
                        + escaped(episode.first().subject())
                        + " (by the transitions that are kept); the alert counted "
                        + episode.transitions().stream()
                                .mapToLong(event -> event.measurement().value())
                                .max()
                                .orElse(0)
                        + " at most in its window",
                "**Users affected**: " + atLeast + users
                        + ", the sum over these tenants; a user of two tenants counts twice");
    }
}
