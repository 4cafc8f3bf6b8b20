package io.licensewatch.console.whatif;

import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.HealthRows;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.system.HealthScore;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Evaluates all present tenants with other thresholds. */
public final class WhatIf {
    private WhatIf() {}

    /** Empty if they are unknown: before the first health record, or if an earlier release writes it. */
    public static Optional<SystemHealth.Rules> inForce(Handle handle) {
        return HealthRows.now(handle).map(SystemHealth::rules).filter(WhatIf::makeSense);
    }

    private static boolean makeSense(SystemHealth.Rules rules) {
        try {
            return RuleNumbers.of(RuleNumbers.tenants(rules), RuleNumbers.system(rules))
                    .equals(rules);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Call it within a {@link Turns turn}: it reads every tenant. */
    public static Result evaluate(Handle handle, SystemHealth.Rules others, ChangeFilter filter, Paging paging) {
        long begin = System.nanoTime();
        SystemHealth health = HealthRows.now(handle).orElseThrow();
        SystemHealth.Rules inForce = Optional.ofNullable(health.rules()).orElseThrow();
        Instant at = at(handle, health);
        TopChanges top = TopChanges.of(paging, others, filter);
        Evaluation evaluation = new Evaluation(inForce, others, at, change -> {
            if (filter.matches(change)) {
                top.add(change);
            }
        });
        TenantRows.forEachInScope(handle, evaluation::add);
        return new Result(
                at,
                inForce,
                others,
                evaluation.tenants(),
                evaluation.unknownTenants(),
                evaluation.between(),
                evaluation.sums(),
                side(evaluation.alertsNow(), evaluation.tenants(), evaluation.scoresNow(), health, inForce),
                side(evaluation.alertsThen(), evaluation.tenants(), evaluation.scoresThen(), health, others),
                top.page(),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    /** The time of the last frontier; statuses that change by time alone are published as it advances. */
    private static Instant at(Handle handle, SystemHealth health) {
        TenantStatus.AsOf feed = Freshness.of(handle).feed();
        Instant published = health.asOf().sourceTime();
        return feed == null || feed.sourceTime().isBefore(published) ? published : feed.sourceTime();
    }

    private static Result.Side side(
            Weight alerts, long tenants, long scores, SystemHealth health, SystemHealth.Rules rules) {
        HealthScore score = new HealthScore(
                tenants, scores, open(health, Rule.VIEW_REFRESH_FAILING), open(health, Rule.VIEW_STALE));
        return new Result.Side(alerts, score.score(), score.grade(RuleNumbers.system(rules)));
    }

    private static long open(SystemHealth health, Rule rule) {
        return health.parts().stream()
                .filter(part -> part.rule().equals(rule.id()))
                .mapToLong(SystemHealth.Part::openAlerts)
                .sum();
    }
}
