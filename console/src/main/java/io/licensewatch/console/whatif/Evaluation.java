package io.licensewatch.console.whatif;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.status.Score;
import io.licensewatch.core.status.StatusNumbers;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Evaluates tenants one after the other, keeps sums, and passes on the changes. */
final class Evaluation {
    private final DetectionSettings inForce;
    private final DetectionSettings others;
    private final Instant at;
    private final Consumer<Change> changes;
    private final Map<Rule, RuleSum> sums = new EnumMap<>(Rule.class);
    private final Sum now = new Sum();
    private final Sum then = new Sum();
    private long tenants;
    private long unknownTenants;
    private long between;

    Evaluation(SystemHealth.Rules inForce, SystemHealth.Rules others, Instant at, Consumer<Change> changes) {
        this.inForce = RuleNumbers.tenants(inForce);
        this.others = RuleNumbers.tenants(others);
        this.at = at;
        this.changes = changes;
        Rule.ofTenants().forEach(rule -> sums.put(rule, RuleSum.NONE));
    }

    /** Sums of all tenants so far. */
    private static final class Sum {
        private Weight weight = Weight.NONE;
        private long scores;

        void add(Map<Rule, Grade> grades, List<Severity> unknown) {
            List<Severity> open = new ArrayList<>(unknown);
            for (Grade grade : grades.values()) {
                weight = weight.plus(grade);
                open.add(grade.severity());
            }
            scores += Score.of(open);
        }
    }

    /** @param status of a tenant in scope */
    void add(TenantStatus status) {
        StatusNumbers said = StatusNumbers.of(status);
        // A status may be newer than the last frontier that was read.
        Instant moment = status.asOf().sourceTime().isAfter(at) ? status.asOf().sourceTime() : at;
        Map<Rule, Grade> present = said.numbers().grades(moment, inForce);
        Map<Rule, Grade> other = said.numbers().grades(moment, others);
        present.keySet().removeAll(said.unknown());
        other.keySet().removeAll(said.unknown());
        List<Severity> kept = openOf(status, said.unknown());
        tenants++;
        unknownTenants += said.unknown().isEmpty() ? 0 : 1;
        between += differs(status, present, said.unknown()) ? 1 : 0;
        now.add(present, kept);
        then.add(other, kept);
        for (Rule rule : Rule.ofTenants()) {
            sums.merge(rule, compare(status, rule, present.get(rule), other.get(rule), said.unknown()), RuleSum::plus);
        }
    }

    private RuleSum compare(
            TenantStatus status, Rule rule, @Nullable Grade before, @Nullable Grade after, Set<Rule> unknown) {
        if (unknown.contains(rule)) {
            return new RuleSum(0, 0, 0, 0, 0, 1);
        }
        if (Objects.equals(before, after)) {
            long open = before == null ? 0 : 1;
            return new RuleSum(open, open, 0, 0, 0, 0);
        }
        Change change = new Change(status.tenantId(), status.tenantName(), rule, before, after);
        changes.accept(change);
        return switch (change.kind()) {
            case OPENS -> new RuleSum(0, 1, 1, 0, 0, 0);
            case ENDS -> new RuleSum(1, 0, 0, 1, 0, 0);
            case CHANGES -> new RuleSum(1, 1, 0, 0, 1, 0);
        };
    }

    private static List<Severity> openOf(TenantStatus status, Set<Rule> rules) {
        return status.openAlerts().stream()
                .filter(alert -> rules.stream().anyMatch(rule -> rule.id().equals(alert.rule())))
                .map(TenantStatus.OpenAlert::severity)
                .toList();
    }

    /** The level is ignored: it is raised if executed commands had no effect. */
    private static boolean differs(TenantStatus status, Map<Rule, Grade> present, Set<Rule> unknown) {
        Set<List<String>> open = new HashSet<>();
        for (TenantStatus.OpenAlert alert : status.openAlerts()) {
            if (unknown.stream().noneMatch(rule -> rule.id().equals(alert.rule()))) {
                open.add(List.of(alert.rule(), alert.stage(), alert.severity().name()));
            }
        }
        Set<List<String>> said = new HashSet<>();
        present.forEach((rule, grade) ->
                said.add(List.of(rule.id(), grade.stage(), grade.severity().name())));
        return !open.equals(said);
    }

    long tenants() {
        return tenants;
    }

    long unknownTenants() {
        return unknownTenants;
    }

    long between() {
        return between;
    }

    Map<Rule, RuleSum> sums() {
        return sums;
    }

    Weight alertsNow() {
        return now.weight;
    }

    Weight alertsThen() {
        return then.weight;
    }

    long scoresNow() {
        return now.scores;
    }

    long scoresThen() {
        return then.scores;
    }
}
