package io.licensewatch.core.system;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is published of the system's health, and when: on a change, at most once a second, and once a minute without a change, so that readers see
 * that detection continues. Fixes are searched at most once a minute. All in source time. After a restart it may publish once more.
 */
final class HealthBoard {
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(1);
    private static final Duration PUBLISH_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final Duration SEARCH_EVERY = Duration.ofMinutes(1);
    private static final int LISTED_TENANTS = 10;
    private static final int SEARCHED_TENANTS = 1000;
    private static final int LISTED_FIXES = 100;

    private final SystemSettings settings;
    private final SystemHealth.Rules rules;
    private @Nullable SystemHealth published;
    private Instant publishedAt = Instant.MIN;
    private @Nullable List<SystemHealth.Fix> fixes = List.of();
    private Instant searchedAt = Instant.MIN;
    private boolean searchDue;

    HealthBoard(SystemSettings settings, SystemHealth.Rules rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /** A view whose alert is open. */
    record OpenView(String rule, String view) {}

    /**
     * @param health null when there is nothing new to publish yet
     * @param again when to update again if nothing changes before; {@link Instant#MAX} for never
     */
    record Update(@Nullable SystemHealth health, Instant again) {}

    Update update(HealthScore score, TenantScores tenants, Set<OpenView> views, Frontier frontier) {
        Instant now = frontier.sourceTime();
        Instant due = next(publishedAt, PUBLISH_EVERY);
        if (due.isAfter(now)) {
            return new Update(null, due);
        }
        boolean healthy = score.score() >= settings.unhealthyBelow();
        Instant searchAgain = refreshFixes(healthy, score, tenants, views, now);
        SystemHealth health = health(score, tenants, healthy);
        Instant again = next(publishedAt, PUBLISH_AGAIN_AFTER);
        if (health.equals(published) && again.isAfter(now)) {
            return new Update(null, earlier(searchAgain, again));
        }
        published = health;
        publishedAt = now;
        return new Update(
                health.at(new TenantStatus.AsOf(frontier.lsn(), now)),
                earlier(searchAgain, now.plus(PUBLISH_AGAIN_AFTER)));
    }

    /** Something has changed that a search for fixes may not know. */
    void changed() {
        searchDue = true;
    }

    private Instant refreshFixes(
            boolean healthy, HealthScore score, TenantScores tenants, Set<OpenView> views, Instant now) {
        if (healthy) {
            fixes = List.of();
            searchedAt = Instant.MIN; // the next time that it falls, fixes are searched at once
            return Instant.MAX;
        }
        Instant due = next(searchedAt, SEARCH_EVERY);
        if (due.isAfter(now)) {
            return searchDue ? due : Instant.MAX;
        }
        fixes = search(score, tenants, views);
        searchedAt = now;
        searchDue = false;
        return Instant.MAX;
    }

    private @Nullable List<SystemHealth.Fix> search(HealthScore score, TenantScores tenants, Set<OpenView> views) {
        FixSearch search = new FixSearch(score, settings.unhealthyBelow());
        for (OpenView open : views) {
            boolean failing = open.rule().equals(Rule.VIEW_REFRESH_FAILING.id());
            search.addView(open.rule(), open.view(), failing ? HealthScore.FAILING_VIEW : HealthScore.STALE_VIEW);
        }
        tenants.worst(SEARCHED_TENANTS).forEach(search::addTenant);
        return search.find();
    }

    private SystemHealth health(HealthScore score, TenantScores tenants, boolean healthy) {
        List<SystemHealth.Fix> found = fixes;
        return new SystemHealth(
                score.score(),
                score.live(),
                score.parts(tenants.rules()),
                TenantScores.listed(tenants.worst(LISTED_TENANTS)),
                found == null ? List.of() : found.subList(0, Math.min(LISTED_FIXES, found.size())),
                healthy ? Integer.valueOf(0) : found == null ? null : (Integer) found.size(),
                rules,
                StatusReport.UNPUBLISHED);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant next(Instant last, Duration pause) {
        return last.equals(Instant.MIN) ? Instant.MIN : last.plus(pause);
    }
}
