package io.licensewatch.schemas;

import static io.licensewatch.schemas.ProducedRecord.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.RecordHeaders;
import java.util.Set;

/** Rules for records on public topics that JSON Schema cannot express: keys, headers, and fields that must agree. */
final class PublicContracts {
    /** Lists of a tenant status are cut to this length; its counts are not. */
    private static final int MAX_LISTED = 200;
    /** The fixes of a system health are cut to this length; their number is not. */
    private static final int MAX_FIXES = 100;
    /** The lowest score that needs no fixes. */
    private static final int HEALTHY = 50;

    private PublicContracts() {}

    static void alert(ProducedRecord produced, JsonNode alert) {
        if (!produced.matches("alert", alert)) {
            return;
        }
        produced.requireKey(AlertEvent.key(text(alert, "tenantId"), text(alert, "rule"), text(alert, "subject")));
        produced.requireHeader(RecordHeaders.TENANT, text(alert, "tenantId"));
        produced.requireHeader(RecordHeaders.RULE, text(alert, "rule"));
        produced.requireHeader(RecordHeaders.SEVERITY, text(alert, "severity"));
        produced.requireHeader(RecordHeaders.LEVEL, text(alert, "level"));
        produced.requireHeader(RecordHeaders.TYPE, text(alert, "status"));
        produced.requireCloudEvent(
                CloudEvent.Type.ALERT, text(alert, "eventId"), text(alert, "alertId"), text(alert, "occurredAt"));
        String eventId = text(alert, "alertId") + ":" + text(alert, "episode") + ":" + text(alert, "sequence");
        produced.require(
                eventId.equals(text(alert, "eventId")),
                "eventId is '" + text(alert, "eventId") + "', not '" + eventId + "'");
        produced.require(!ProducedRecord.before(alert, "occurredAt", "openedAt"), "occurredAt is before openedAt");
    }

    static void tenantStatus(ProducedRecord produced, JsonNode status) {
        if (!produced.matches("tenant-status", status)) {
            return;
        }
        produced.requireKey(text(status, "tenantId"));
        produced.requireHeader(RecordHeaders.TENANT, text(status, "tenantId"));
        produced.requireHeader(RecordHeaders.TYPE, "status");
        asOf(produced, CloudEvent.Type.TENANT_STATUS, text(status, "tenantId"), status);
        JsonNode drift = status.path("drift");
        int items =
                drift.path("effectiveItems").asInt() + drift.path("latentItems").asInt();
        produced.require(
                Math.min(items, MAX_LISTED) == drift.path("items").size(),
                "effective and latent drift items do not add up to the items");
    }

    static void systemHealth(ProducedRecord produced, JsonNode health) {
        if (!produced.matches("system-health", health)) {
            return;
        }
        produced.requireKey(SystemHealth.KEY);
        produced.requireHeader(RecordHeaders.TENANT, AlertEvent.SYSTEM_TENANT);
        produced.requireHeader(RecordHeaders.TYPE, "health");
        asOf(produced, CloudEvent.Type.SYSTEM_HEALTH, SystemHealth.KEY, health);
        int fixes = health.path("fixes").size();
        int healthy = health.path("rules").path("healthUnhealthyBelow").asInt(HEALTHY);
        if (health.path("score").asInt() >= healthy) {
            produced.require(fixes == 0 && health.path("fixesNeeded").asInt(-1) == 0, "fixes, and nothing to fix");
        } else if (health.path("fixesNeeded").isNumber()) {
            int needed = health.path("fixesNeeded").asInt();
            produced.require(fixes == Math.min(needed, MAX_FIXES), "fixes and fixesNeeded do not agree");
        }
    }

    private static void asOf(ProducedRecord produced, CloudEvent.Type type, String key, JsonNode value) {
        JsonNode asOf = value.path("asOf");
        produced.requireCloudEvent(type, key + "@" + text(asOf, "lsn"), key, text(asOf, "sourceTime"));
    }

    /** The value can be anything, so only the headers are checked. */
    static void deadLetter(ProducedRecord produced) {
        produced.requireHeaders(Set.of(
                RecordHeaders.REASON,
                RecordHeaders.ORIGIN_TOPIC,
                RecordHeaders.ORIGIN_PARTITION,
                RecordHeaders.ORIGIN_OFFSET,
                RecordHeaders.ORIGIN_TIMESTAMP));
        for (String number : Set.of(RecordHeaders.ORIGIN_PARTITION, RecordHeaders.ORIGIN_OFFSET)) {
            String value = produced.headers().getOrDefault(number, "0");
            produced.require(value.matches("[0-9]+"), "the header " + number + " is '" + value + "', no number");
        }
    }
}
