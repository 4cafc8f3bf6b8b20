package io.licensewatch.schemas.alert;

import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One transition of an alert.
 *
 * @param eventId {@code alertId:episode:sequence}
 * @param alertId deterministic id of (tenant, rule, subject)
 * @param episode how often this alert has opened, from 1
 * @param sequence number of the transition within the episode, from 1 without gaps
 * @param tenantId the tenant; {@code _system} for alerts about the system itself
 * @param tenantName null where the source does not tell
 * @param rule such as {@code seat-utilization}
 * @param subject what within the tenant, such as {@code license}
 * @param reason why the transition happened, such as SEEDED, CONDITION_MET, STAGE_CHANGED, ESCALATED, CLEARED
 * @param stage the rule's own stage, such as NEAR_LIMIT; of the last open state when RESOLVED
 * @param summary one sentence for a person
 * @param affectedUsers distinct users that feel it
 * @param details per rule
 * @param openedAt source time at which this episode opened
 * @param occurredAt source time of this transition
 * @param evidence the rows that it rests on, newest first, cut to a few
 * @param ruleVersion version of the rule that decided
 * @param commands what the alert has asked of the worker, as far as is known at this transition; the newest first
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
        commands = commands == null ? List.of() : List.copyOf(commands); // those of an earlier release have none
    }

    /** One that has asked for nothing. */
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

    /** The same, with what has become of its commands. */
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

    /** @param state as the worker has reported it last; ISSUED before it has reported any */
    public record Command(String commandId, CommandType type, CommandState state) {}

    /** The same in other words, with other details. */
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

    /** The same, resting on other rows. */
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

    /** The record key: {@code tenant|rule|subject}. */
    public String key() {
        return key(tenantId, rule, subject);
    }

    public static String key(String tenantId, String rule, String subject) {
        return tenantId + "|" + rule + "|" + subject;
    }
}
