package io.licensewatch.streams.topology;

import io.licensewatch.schemas.source.SourceTable;
import java.util.List;

/** The names of all nodes, stores and topics inside the topology, from one place. */
public final class Names {
    static final String REFERENCE = "reference";
    static final String REFERENCE_STORE = "reference-pending";
    static final String FRONTIER_SOURCE = "frontier-source";
    static final String TENANTLESS_SOURCE = "tenantless-source";
    static final String ROLE_STANDINGS_SOURCE = "role-standings-source";
    static final String REFERENCE_CHANGES_SINK = "reference-changes-sink";
    static final String REFERENCE_CHANGES_SOURCE = "reference-changes-source";

    static final String TENANT = "tenant";
    static final String TENANT_STORE = "tenant-state";
    static final String TIMER_STORE = "tenant-timers";

    static final String ALERTS_SINK = "alerts-sink";
    static final String ALERTS_CURRENT_SINK = "alerts-current-sink";
    static final String COMMANDS_SINK = "commands-sink";
    static final String VERDICTS_SINK = "verdicts-sink";
    static final String RESULTS_SOURCE = "results-source";
    static final String ACTIONS_SOURCE = "actions-source";
    static final String TENANTS_SINK = "tenants-sink";
    static final String DEAD_LETTERS_SINK = "dead-letters-sink";
    static final String REFERENCE_DEAD_LETTERS_SINK = "reference-dead-letters-sink";

    static final String SYSTEM = "system";
    static final String SYSTEM_STORE = "system-state";
    static final String SYSTEM_TIMER_STORE = "system-timers";
    static final String SYSTEM_EVENTS_SINK = "system-events-sink";
    static final String REFERENCE_SYSTEM_EVENTS_SINK = "reference-system-events-sink";
    static final String SYSTEM_EVENTS_SOURCE = "system-events-source";
    static final String SNAPSHOT_SOURCE = "snapshot-source";
    static final String STORMS_SINK = "storms-sink";
    static final String HEALTH_SINK = "health-sink";

    /** Each has a changelog topic. */
    public static final List<String> STORES =
            List.of(REFERENCE_STORE, TENANT_STORE, TIMER_STORE, SYSTEM_STORE, SYSTEM_TIMER_STORE);

    static final AlertSinks TENANT_SINKS =
            new AlertSinks(ALERTS_SINK, ALERTS_CURRENT_SINK, COMMANDS_SINK, VERDICTS_SINK, DEAD_LETTERS_SINK);
    static final AlertSinks SYSTEM_SINKS = new AlertSinks(
            "system-alerts-sink",
            "system-alerts-current-sink",
            "system-commands-sink",
            "system-verdicts-sink",
            "system-dead-letters-sink");

    /** Where alerts go from one of the sub-topologies. */
    record AlertSinks(String alerts, String current, String commands, String verdicts, String deadLetters) {}

    private Names() {}

    /** Belongs to one application id, as {@link #referenceChangesTopic} does. */
    public static String systemEventsTopic(String applicationId) {
        return applicationId + "-system-events";
    }

    static String source(SourceTable table) {
        return table.tableName().replace('_', '-') + "-source";
    }

    /** Belongs to one application id: its content continues the state of that application only. */
    public static String referenceChangesTopic(String applicationId) {
        return applicationId + "-reference-changes";
    }
}
