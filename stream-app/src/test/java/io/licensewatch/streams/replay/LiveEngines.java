package io.licensewatch.streams.replay;

import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.ReferenceEngine;
import io.licensewatch.core.engine.ReferenceOutput;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.engine.TenantEngine;
import io.licensewatch.core.engine.TenantOutput;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.system.SystemEngine;
import io.licensewatch.core.system.SystemOutput;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.WorkloadFeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engines as they are live, each record as it is written: without Kafka Streams, without a driver. */
final class LiveEngines implements WorkloadFeed.Sink {
    private static final Topics TOPICS = Topics.defaults();

    final List<AlertEvent> alerts = new ArrayList<>();
    private final Map<String, SourceTable> tables = new HashMap<>();
    private final ReferenceEngine reference;
    private final TenantEngine tenants;
    private final SystemEngine system;

    LiveEngines(RuleBook rules, SystemSettings systemRules) {
        for (SourceTable table : SourceTable.values()) {
            tables.put(TOPICS.table(table), table);
        }
        EngineSettings settings = EngineSettings.defaults();
        reference = new ReferenceEngine(
                new SortedKeyValues(), new FrontierRules(TOPICS.partitions()), 1_000, new Through());
        tenants = new TenantEngine(new SortedKeyValues(), new SortedKeyValues(), rules, settings, 0, new Tenants());
        system = new SystemEngine(
                new SortedKeyValues(), new SortedKeyValues(), rules, systemRules, settings, 1, new Whole());
    }

    @Override
    public void pipe(String topic, byte[] key, byte @Nullable [] value, Instant at) {
        SourceTable table = tables.get(topic);
        if (value == null) {
            return;
        }
        try {
            if (topic.equals(TOPICS.frontier())) {
                Frontier frontier = JsonCodec.FRONTIER.decode(value);
                reference.onFrontier(frontier, at, frontier.sourceTime());
                finish();
            } else if (table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS) {
                system.onJob(key, value);
            } else if (topic.endsWith(Frontier.Covered.STANDINGS)) {
                reference.onStanding(key, value);
            } else if (table == null) {
                reference.onTenantlessChange(key, value);
            } else if (table.isReference()) {
                reference.onChange(key, value);
            } else {
                tenants.onRowChange(key, value);
            }
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private void finish() {
        while (reference.step()) {
            // until nothing is left
        }
        while (tenants.step()) {
            // until nothing is due
        }
        while (system.step()) {
            // until nothing is due
        }
    }

    private static void dead(String reason) {
        throw new AssertionError("dead letter: " + reason);
    }

    private final class Through implements ReferenceOutput {
        @Override
        public void change(DurableQueue.Item change, long timestamp) {
            tenants.onReferenceChange(change.key(), change.value());
        }

        @Override
        public void frontier(byte[] json, long timestamp) {
            try {
                Frontier read = JsonCodec.FRONTIER.decode(json);
                system.onFrontier(read);
                tenants.onFrontier(read);
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            dead(reason);
        }
    }

    private final class Tenants implements TenantOutput {
        @Override
        public void alert(AlertEvent event) {
            alerts.add(event);
        }

        @Override
        public void retireAlert(String tenantId, String alertKey, Instant at) {}

        @Override
        public void command(RemediationCommand command, @Nullable AlertEvent cause) {}

        @Override
        public void verdict(Verdict verdict) {}

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            dead(reason);
        }

        @Override
        public void leftOut(String table, String column) {}

        @Override
        public void status(TenantStatus status, byte[] json) {}

        @Override
        public void retireStatus(String tenantId, Instant at) {}

        @Override
        public void report(TenantReport report) {
            system.onReport(report);
        }

        @Override
        public void passed(Frontier frontier) {
            system.onPassed(0, frontier);
        }
    }

    private final class Whole implements SystemOutput {
        @Override
        public void alert(AlertEvent event) {
            alerts.add(event);
        }

        @Override
        public void retireAlert(String tenantId, String alertKey, Instant at) {}

        @Override
        public void command(RemediationCommand command, @Nullable AlertEvent cause) {}

        @Override
        public void verdict(Verdict verdict) {}

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            dead(reason);
        }

        @Override
        public void leftOut(String table, String column) {}

        @Override
        public void health(SystemHealth health) {}

        @Override
        public void storm(StormReport report) {
            tenants.onStorm(report);
        }
    }
}
