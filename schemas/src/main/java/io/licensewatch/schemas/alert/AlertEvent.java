package io.licensewatch.schemas.alert;

import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One transition of an alert.
 *
 * @param eventId as in {@link EventId}
 * @param alertId deterministic id of (tenant, rule, subject)
 * @param episode how often this alert has opened, from 1
 * @param sequence number of the transition within the episode, from 1 without gaps
 * @param tenantId the tenant; {@code _system} for alerts about the system itself
 * @param tenantName null if the source has no name for it
 * @param rule such as {@code seat-utilization}
 * @param subject the part of the tenant that the alert is about, such as {@code license}
 * @param reason why the transition happened, such as SEEDED, CONDITION_MET, STAGE_CHANGED, ESCALATED, CLEARED
 * @param stage the rule's own stage, such as NEAR_LIMIT; of the last open state when RESOLVED
 * @param summary one sentence for a person
 * @param affectedUsers number of distinct affected users
 * @param details fields that depend on the rule
 * @param openedAt source time at which this episode opened
 * @param occurredAt source time of this transition
 * @param evidence the rows that the transition is based on, newest first, limited to a few
 * @param ruleVersion version of the rule that decided
 * @param commands commands that the alert has issued, as known at this transition; newest first
 */
public record AlertEvent(
        String eventId,
        String alertId,
        int episode,
        int sequence,
        String tenantId,
        @Nullable String tenantName,
        String rule,
        String subject,
        AlertStatus status,
        String reason,
        String stage,
        Severity severity,
        Level level,
        List<Route> routes,
        String summary,
        Measurement measurement,
        long affectedUsers,
        Map<String, @Nullable Object> details,
        Instant openedAt,
        Instant occurredAt,
        List<Evidence> evidence,
        int ruleVersion,
        List<Command> commands) {
    /** The tenant of alerts about the system itself. */
    public static final String SYSTEM_TENANT = "_system";

    public AlertEvent {
        routes = List.copyOf(routes);
        details = Collections.unmodifiableMap(new TreeMap<>(details));
        evidence = List.copyOf(evidence);
        commands = commands == null ? List.of() : List.copyOf(commands); // records of earlier releases have none
    }

    /** An alert that has issued no commands. */
    public AlertEvent(
            String eventId,
            String alertId,
            int episode,
            int sequence,
            String tenantId,
            @Nullable String tenantName,
            String rule,
            String subject,
            AlertStatus status,
            String reason,
            String stage,
            Severity severity,
            Level level,
            List<Route> routes,
            String summary,
            Measurement measurement,
            long affectedUsers,
            Map<String, @Nullable Object> details,
            Instant openedAt,
            Instant occurredAt,
            List<Evidence> evidence,
            int ruleVersion) {
        this(
                eventId,
                alertId,
                episode,
                sequence,
                tenantId,
                tenantName,
                rule,
                subject,
                status,
                reason,
                stage,
                severity,
                level,
                routes,
                summary,
                measurement,
                affectedUsers,
                details,
                openedAt,
                occurredAt,
                evidence,
                ruleVersion,
                List.of());
    }

    /** The same transition with the current state of its commands. */
    public AlertEvent with(List<Command> known) {
        return new AlertEvent(
                eventId,
                alertId,
                episode,
                sequence,
                tenantId,
                tenantName,
                rule,
                subject,
                status,
                reason,
                stage,
                severity,
                level,
                routes,
                summary,
                measurement,
                affectedUsers,
                details,
                openedAt,
                occurredAt,
                evidence,
                ruleVersion,
                known);
    }

    /** @param state the last state that the worker reported; ISSUED before the first report */
    public record Command(String commandId, CommandType type, CommandState state) {}

    /** The same transition with another summary and other details. */
    public AlertEvent saying(String words, Map<String, @Nullable Object> otherDetails) {
        return new AlertEvent(
                eventId,
                alertId,
                episode,
                sequence,
                tenantId,
                tenantName,
                rule,
                subject,
                status,
                reason,
                stage,
                severity,
                level,
                routes,
                words,
                measurement,
                affectedUsers,
                otherDetails,
                openedAt,
                occurredAt,
                evidence,
                ruleVersion,
                commands);
    }

    /** The same transition with other evidence. */
    public AlertEvent by(List<Evidence> rows) {
        return new AlertEvent(
                eventId,
                alertId,
                episode,
                sequence,
                tenantId,
                tenantName,
                rule,
                subject,
                status,
                reason,
                stage,
                severity,
                level,
                routes,
                summary,
                measurement,
                affectedUsers,
                details,
                openedAt,
                occurredAt,
                rows,
                ruleVersion,
                commands);
    }

    /** The record key, as in {@link AlertKey}. */
    public String key() {
        return key(tenantId, rule, subject);
    }

    public static String key(String tenantId, String rule, String subject) {
        return new AlertKey(tenantId, rule, subject).text();
    }
}
