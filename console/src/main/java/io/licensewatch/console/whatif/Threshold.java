package io.licensewatch.console.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.core.status.Score;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A threshold of a rule, with parsing and formatting. */
public enum Threshold {
    SEATS_NEAR("seatsNearPercent", "seats-near-percent", Rule.SEAT_UTILIZATION, Unit.PERCENT, "Near the limit, above"),
    SEATS_EXCEEDED(
            "seatsExceededPercent", "seats-exceeded-percent", Rule.SEAT_UTILIZATION, Unit.PERCENT, "Exceeded, above"),
    SEATS_CRITICAL(
            "seatsCriticalPercent", "seats-critical-percent", Rule.SEAT_UTILIZATION, Unit.PERCENT, "Critical, above"),
    EXPIRY_NOTICE("expiryNotice", "expiry-notice", Rule.LICENSE_EXPIRING, Unit.SPAN, "Notice, with this left"),
    EXPIRY_SOON("expirySoon", "expiry-soon", Rule.LICENSE_EXPIRING, Unit.SPAN, "Soon, with this left"),
    EXPIRY_FINAL("expiryFinal", "expiry-final", Rule.LICENSE_EXPIRING, Unit.SPAN, "Final, with this left"),
    EXPIRED_CRITICAL(
            "expiredCriticalAbove", "expired-critical-above", Rule.LICENSE_EXPIRED, Unit.USERS, "Critical, above"),
    EXPIRED_ESCALATION(
            "expiredEscalation", "expired-escalation", Rule.LICENSE_EXPIRED, Unit.SPAN, "Otherwise L2 after"),
    DRIFT_SENIOR("driftSeniorAbove", "drift-senior-above", Rule.RBAC_DRIFT, Unit.USERS, "L2, above"),
    ONBOARDING_STALL(
            "onboardingStall", "onboarding-stall", Rule.ONBOARDING_STALLED, Unit.POSITIVE_SPAN, "Without progress for"),
    VIEW_FAILURES(
            "viewFailuresAbove",
            "view-failures-above",
            Rule.VIEW_REFRESH_FAILING,
            Unit.FAILURES,
            "Refreshes failed in a row, above"),
    VIEW_STALE("viewStaleAfter", "view-stale-after", Rule.VIEW_STALE, Unit.POSITIVE_SPAN, "Not refreshed for"),
    FEED_SILENCE("feedSilence", "feed-silence", Rule.FEED_STALLED, Unit.POSITIVE_SPAN, "No frontier for"),
    IMPACT_WINDOW("impactWindow", "impact-window", Rule.MULTI_TENANT_IMPACT, Unit.POSITIVE_SPAN, "Counted within"),
    IMPACT_TENANTS("impactTenants", "impact-tenants", Rule.MULTI_TENANT_IMPACT, Unit.TENANTS, "From"),
    IMPACT_WIDESPREAD(
            "impactWidespreadTenants",
            "impact-widespread-tenants",
            Rule.MULTI_TENANT_IMPACT,
            Unit.TENANTS,
            "L3 from, if a quarter of all"),
    UNHEALTHY("healthUnhealthyBelow", "health-unhealthy-below", Rule.SYSTEM_HEALTH, Unit.POINTS, "Not healthy, below"),
    FAILING("healthFailingBelow", "health-failing-below", Rule.SYSTEM_HEALTH, Unit.POINTS, "L3, below");

    /**
     * The thresholds that can be changed here. For views the topics only have their alerts, and incidents of several tenants and
     * a silent feed depend on the order of events.
     */
    public static final List<Threshold> VARIABLE = Arrays.stream(values())
            .filter(one -> one.rule.isOfTenants() || one.rule == Rule.SYSTEM_HEALTH)
            .toList();

    /** The unit of a threshold and its format. */
    public enum Unit {
        PERCENT("%", ValueType.intBetween(1, SeatLevels.MOST_PERCENT)),
        USERS("users", ValueType.intAtLeast(0)),
        TENANTS("tenants", ValueType.intAtLeast(1)),
        FAILURES("", ValueType.intAtLeast(0)),
        POINTS("points", ValueType.intBetween(0, Score.FULL)),
        SPAN("", ValueType.atMost(Duration.ofDays(36_500), ValueType.DURATION)),
        POSITIVE_SPAN("", ValueType.atMost(Duration.ofDays(36_500), ValueType.POSITIVE_DURATION));

        private final String word;
        private final ValueType<?> type;

        Unit(String word, ValueType<?> type) {
            this.word = word;
            this.type = type;
        }

        public boolean isSpan() {
            return this == SPAN || this == POSITIVE_SPAN;
        }
    }

    private final String field;
    private final String name;
    private final Rule rule;
    private final Unit unit;
    private final String label;

    Threshold(String field, String name, Rule rule, Unit unit, String label) {
        this.field = field;
        this.name = name;
        this.rule = rule;
        this.unit = unit;
        this.label = label;
    }

    /** In display order. */
    public static List<Threshold> of(String rule) {
        return Arrays.stream(values()).filter(one -> one.rule.id().equals(rule)).toList();
    }

    /** Its name in the published rules, and as a parameter. */
    public String field() {
        return field;
    }

    public String setting() {
        return "licensewatch.rules." + name;
    }

    public Rule rule() {
        return rule;
    }

    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /** The unit after the number; empty if the number includes it. */
    public String word() {
        return unit.word;
    }

    /** Describes valid values for error messages. */
    String expected() {
        return unit.type.expected();
    }

    /** In the input format, such as {@code 90} or {@code 30d}. */
    public String text(SystemHealth.Rules rules) {
        String value = Json.MAPPER.<ObjectNode>valueToTree(rules).path(field).asText();
        return unit.isSpan() ? Spans.text(Duration.parse(value)) : value;
    }

    /** @throws RuntimeException for invalid text */
    JsonNode parse(String text) {
        return Json.MAPPER.valueToTree(unit.type.parser().apply(text));
    }

    /** Compares values of the same unit. */
    int compare(SystemHealth.Rules rules, Threshold other) {
        ObjectNode numbers = Json.MAPPER.valueToTree(rules);
        JsonNode one = numbers.path(field);
        JsonNode two = numbers.path(other.field);
        return unit.isSpan()
                ? Duration.parse(one.asText()).compareTo(Duration.parse(two.asText()))
                : Long.compare(one.asLong(), two.asLong());
    }
}
