package io.licensewatch.console.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The records of many tenants after a month: about as many per topic as in production, always the same.
 *
 * <p>Of 100 tenants 20 have an open alert and 30 had one that was resolved, most of those by a command. Every third status and every fifth
 * open alert has an earlier state that compaction has not removed yet.
 */
public final class Life {
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    /** Of each so many tenants one has an alert that is open. */
    public static final int AN_OPEN_ALERT_IN = 5;

    private static final List<String> STAGES = List.of("NORMAL", "NORMAL", "NORMAL", "NEAR_LIMIT", "EXCEEDED");

    private final Consumer<Fleet.Line> out;

    private Life(Consumer<Fleet.Line> out) {
        this.out = out;
    }

    /** In the order in which they were written. */
    public static void write(int tenants, Consumer<Fleet.Line> out) {
        Life life = new Life(out);
        for (int i = 0; i < tenants; i++) {
            life.tenant(i);
            if (i % 20 == 0) {
                life.health(i);
            }
        }
    }

    private void tenant(int i) {
        boolean open = i % AN_OPEN_ALERT_IN == 0;
        if (i % 3 == 0) {
            status(i, 1, false);
        }
        if (i % 10 == 1 || i % 10 == 3 || i % 10 == 7) {
            closedEpisode(i);
        }
        if (open) {
            openEpisode(i);
        }
        status(i, 2, open);
    }

    private void status(int i, int n, boolean open) {
        ObjectNode status = Fleet.sample(i % 10 == 0 ? "tenant-status-in-trouble" : "tenant-status-healthy");
        status.put("tenantId", Fleet.id(i)).put("tenantName", Fleet.name(i)).put("inScope", i % 50 != 7);
        status.put("score", open ? i % 90 : 100);
        ((ObjectNode) status.path("seats"))
                .put("used", 40 + i % 30)
                .put("limit", 50)
                .put("percent", (40 + i % 30) * 2)
                .put("stage", open ? "CRITICAL" : STAGES.get(i % STAGES.size()));
        ArrayNode alerts = status.putArray("openAlerts");
        if (open) {
            alerts.addObject()
                    .put("rule", "seat-utilization")
                    .put("subject", "seats")
                    .put("stage", "CRITICAL")
                    .put("severity", i % 2 == 0 ? "CRITICAL" : "WARNING")
                    .put("level", "L2")
                    .put("openedAt", time(i, 0));
        }
        status.withObject("/asOf").put("sourceTime", time(i, 100L * n));
        send(Topics.TENANTS, Fleet.id(i), status);
    }

    private void openEpisode(int i) {
        if (i % 25 == 0) {
            send(Topics.ALERTS_CURRENT, alertKey(i), alert("alert-seat-utilization-open", i, 2, 1));
        }
        send(Topics.ALERTS, Fleet.id(i), alert("alert-seat-utilization-open", i, 2, 1));
        send(Topics.ALERTS, Fleet.id(i), alert("alert-seat-utilization-updated", i, 2, 2));
        send(Topics.ALERTS_CURRENT, alertKey(i), alert("alert-seat-utilization-updated", i, 2, 2));
        if (i % 10 == 0) {
            command(i, Fleet.commandId(i), List.of("issued", "planned", "awaiting-approval"));
        }
    }

    private void closedEpisode(int i) {
        send(Topics.ALERTS, Fleet.id(i), alert("alert-seat-utilization-open", i, 1, 1));
        send(Topics.ALERTS, Fleet.id(i), alert("alert-seat-utilization-updated", i, 1, 2));
        if (i % 10 != 7) {
            String id = Fleet.commandId(i);
            command(i, id, List.of("issued", "planned", "awaiting-approval", "approved", "applied"));
            about(Topics.ACTIONS, "operator-action-approve", i, id, "actionId", "o" + id);
            about(Topics.VERDICTS, "verdict-effective", i, id, "verdictId", id + ":verdict:1");
        }
        ObjectNode resolved = alert("alert-seat-utilization-resolved", i, 1, 3);
        send(Topics.ALERTS, Fleet.id(i), resolved);
        send(Topics.ALERTS_CURRENT, alertKey(i), resolved);
    }

    private ObjectNode alert(String sample, int i, int episode, int sequence) {
        ObjectNode alert = Fleet.sample(sample);
        alert.put("alertId", Fleet.alertId(i)).put("episode", episode).put("sequence", sequence);
        alert.put("eventId", Fleet.alertId(i) + ":" + episode + ":" + sequence);
        alert.put("tenantId", Fleet.id(i)).put("tenantName", Fleet.name(i));
        alert.put("severity", i % 2 == 0 ? "CRITICAL" : "WARNING").put("level", i % 4 == 0 ? "L2" : "L1");
        return alert.put("openedAt", time(i, 0)).put("occurredAt", time(i, episode * 60L + sequence));
    }

    private void command(int i, String id, List<String> states) {
        ObjectNode command = Fleet.sample("command-deactivate-inactive-users");
        command.put("issuedAt", time(i, 2)).put("deadline", time(i, 604_800));
        send(Topics.COMMANDS, Fleet.id(i), of(command, i, id).put("eventId", Fleet.alertId(i) + ":1:1"));
        List<String> all = new ArrayList<>(states);
        for (String state : states) {
            ObjectNode result = of(Fleet.sample("remediation-result-" + state), i, id);
            result.put("resultId", id + ":" + (all.indexOf(state) + 1)).put("type", "DEACTIVATE_INACTIVE_USERS");
            send(Topics.RESULTS, Fleet.id(i), result.put("at", time(i, 5 + all.indexOf(state))));
        }
    }

    private void about(String topic, String sample, int i, String commandId, String name, String id) {
        send(topic, Fleet.id(i), of(Fleet.sample(sample), i, commandId).put(name, id));
    }

    private static ObjectNode of(ObjectNode about, int i, String commandId) {
        about.put("commandId", commandId).put("tenantId", Fleet.id(i));
        return about.has("alertId") ? about.put("alertId", Fleet.alertId(i)) : about;
    }

    private void health(int i) {
        ObjectNode health = Fleet.sample("system-health-in-trouble").put("score", i / 20 % 100);
        health.withObject("/asOf").put("sourceTime", time(i, 0));
        send(Topics.HEALTH, "system", health);
    }

    private static String alertKey(int i) {
        return Fleet.id(i) + "|seat-utilization|seats";
    }

    /** A month for 100,000 tenants. */
    private static String time(int i, long further) {
        return FIRST.plusSeconds(i * 26L + further).toString();
    }

    private void send(String topic, String key, ObjectNode value) {
        out.accept(new Fleet.Line(topic, key, value.toString()));
    }
}
