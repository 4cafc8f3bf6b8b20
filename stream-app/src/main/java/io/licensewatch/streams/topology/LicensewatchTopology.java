package io.licensewatch.streams.topology;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.store.WriteBehindBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The topology, read from top to bottom; it only wires.
 *
 * <pre>
 * reference tables, rows without a tenant,
 * standings of roles, frontier ----------------------- reference --> reference-changes (every partition), system-events
 * tables with a tenant, reference-changes,
 * results of workers, actions of operators ----------- tenant ----> alerts, commands, verdicts, tenant status, system-events
 * refresh jobs, system-events, snapshot -------------- system ----> alerts, commands, verdicts, health, reference-changes (storms)
 * </pre>
 */
public final class LicensewatchTopology {
    private static final ByteArraySerializer SERIALIZER = new ByteArraySerializer();
    private static final ByteArrayDeserializer DESERIALIZER = new ByteArrayDeserializer();

    private static final Duration STEP_INTERVAL = Duration.ofMillis(20);
    private static final Duration SYSTEM_STEP_INTERVAL = Duration.ofMillis(100);

    private static final int STORES_OF_A_TENANT_TASK = 2;
    private static final int STORES_OF_OTHER_TASKS = 3;

    private final Topics topics;
    private final TenantTasks tasks;
    private final SystemTask system;
    private final WallClock clock;
    private final Function<String, WriteBehindBuilder> stores;

    /** @param stores makes a store by its name */
    public LicensewatchTopology(
            Topics topics,
            TenantTasks tasks,
            SystemTask system,
            WallClock clock,
            Function<String, WriteBehindBuilder> stores) {
        this.topics = topics;
        this.tasks = tasks;
        this.system = system;
        this.clock = clock;
        this.stores = stores;
    }

    public Topology build() {
        Topology topology = new Topology();
        addReference(topology);
        addTenant(topology);
        addSystem(topology);
        return topology;
    }

    private void addReference(Topology topology) {
        List<String> sources = new ArrayList<>();
        for (SourceTable table : SourceTable.values()) {
            if (table.isReference()) {
                sources.add(addSource(topology, Names.source(table), topics.table(table)));
            }
        }
        sources.add(addSource(topology, Names.TENANTLESS_SOURCE, topics.tenantless()));
        sources.add(addSource(topology, Names.ROLE_STANDINGS_SOURCE, topics.standings(SourceTable.ROLES)));
        // A new application begins with the next frontier: older ones speak of rows that compaction has removed.
        topology.addSource(
                AutoOffsetReset.latest(), Names.FRONTIER_SOURCE, DESERIALIZER, DESERIALIZER, topics.frontier());
        sources.add(Names.FRONTIER_SOURCE);

        topology.addProcessor(Names.REFERENCE, this::referenceTask, sources.toArray(String[]::new));
        topology.addStateStore(stores.apply(Names.REFERENCE_STORE), Names.REFERENCE);
        topology.addSink(
                Names.REFERENCE_CHANGES_SINK,
                tasks.referenceChangesTopic(),
                SERIALIZER,
                SERIALIZER,
                new EveryPartition(),
                Names.REFERENCE);
        topology.addSink(
                Names.REFERENCE_SYSTEM_EVENTS_SINK, system.eventsTopic(), SERIALIZER, SERIALIZER, Names.REFERENCE);
        topology.addSink(
                Names.REFERENCE_DEAD_LETTERS_SINK, Topics.DEAD_LETTERS, SERIALIZER, SERIALIZER, Names.REFERENCE);
    }

    private void addTenant(Topology topology) {
        List<String> sources = new ArrayList<>();
        for (SourceTable table : SourceTable.values()) {
            if (table.hasTenant()) {
                sources.add(addSource(topology, Names.source(table), topics.table(table)));
            }
        }
        sources.add(addSource(topology, Names.REFERENCE_CHANGES_SOURCE, tasks.referenceChangesTopic()));
        sources.add(addSource(topology, Names.RESULTS_SOURCE, Topics.RESULTS));
        sources.add(addSource(topology, Names.ACTIONS_SOURCE, Topics.ACTIONS));

        topology.addProcessor(Names.TENANT, this::tenantTask, sources.toArray(String[]::new));
        topology.addStateStore(stores.apply(Names.TENANT_STORE), Names.TENANT);
        topology.addStateStore(stores.apply(Names.TIMER_STORE), Names.TENANT);
        addAlertSinks(topology, Names.TENANT_SINKS, Names.TENANT);
        topology.addSink(
                Names.TENANTS_SINK, Topics.TENANTS, SERIALIZER, SERIALIZER, TenantPartitioner.byTenant(), Names.TENANT);
        topology.addSink(Names.SYSTEM_EVENTS_SINK, system.eventsTopic(), SERIALIZER, SERIALIZER, Names.TENANT);
    }

    private void addSystem(Topology topology) {
        SourceTable jobs = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;
        String jobsSource = addSource(topology, Names.source(jobs), topics.table(jobs));
        String eventsSource = addSource(topology, Names.SYSTEM_EVENTS_SOURCE, system.eventsTopic());
        String snapshotSource = addSource(topology, Names.SNAPSHOT_SOURCE, topics.snapshot());

        topology.addProcessor(Names.SYSTEM, this::systemTask, jobsSource, eventsSource, snapshotSource);
        topology.addStateStore(stores.apply(Names.SYSTEM_STORE), Names.SYSTEM);
        topology.addStateStore(stores.apply(Names.SYSTEM_TIMER_STORE), Names.SYSTEM);
        addAlertSinks(topology, Names.SYSTEM_SINKS, Names.SYSTEM);
        topology.addSink(
                Names.STORMS_SINK,
                tasks.referenceChangesTopic(),
                SERIALIZER,
                SERIALIZER,
                new EveryPartition(),
                Names.SYSTEM);
        topology.addSink(Names.HEALTH_SINK, Topics.HEALTH, SERIALIZER, SERIALIZER, Names.SYSTEM);
    }

    TaskDriver referenceTask() {
        return driver(
                Names.REFERENCE,
                List.of(Names.REFERENCE_STORE),
                referenceInputs(),
                STEP_INTERVAL,
                task -> new ReferenceProcessor(task, topics, tasks.metrics()));
    }

    TaskDriver tenantTask() {
        return driver(
                Names.TENANT,
                List.of(Names.TENANT_STORE, Names.TIMER_STORE),
                tenantInputs(),
                STEP_INTERVAL,
                task -> new TenantProcessor(task, tasks, new FrontierRules(topics.partitions())));
    }

    TaskDriver systemTask() {
        return driver(
                Names.SYSTEM,
                List.of(Names.SYSTEM_STORE, Names.SYSTEM_TIMER_STORE),
                systemInputs(),
                SYSTEM_STEP_INTERVAL,
                task -> new SystemProcessor(task, system, topics, clock));
    }

    private TaskDriver driver(
            String name,
            List<String> storeNames,
            Set<String> inputs,
            Duration stepInterval,
            Function<TaskDriver.Task, TaskProcessor> processor) {
        return new TaskDriver(
                new TaskDriver.Kind(name, storeNames, inputs, stepInterval, processor),
                tasks.lineages(),
                tasks.metrics());
    }

    /** The topics of which a task of each kind reads a partition. */
    private Set<String> referenceInputs() {
        Set<String> inputs = tables(SourceTable::isReference);
        inputs.add(topics.tenantless());
        inputs.add(topics.standings(SourceTable.ROLES));
        inputs.add(topics.frontier());
        return inputs;
    }

    private Set<String> tenantInputs() {
        Set<String> inputs = tables(SourceTable::hasTenant);
        inputs.add(tasks.referenceChangesTopic());
        inputs.add(Topics.RESULTS);
        inputs.add(Topics.ACTIONS);
        return inputs;
    }

    private Set<String> systemInputs() {
        return Set.of(
                topics.table(SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS), system.eventsTopic(), topics.snapshot());
    }

    private Set<String> tables(Predicate<SourceTable> which) {
        return Arrays.stream(SourceTable.values())
                .filter(which)
                .map(topics::table)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static void addAlertSinks(Topology topology, Names.AlertSinks sinks, String parent) {
        TenantPartitioner byAlert = TenantPartitioner.byAlert();
        topology.addSink(sinks.alerts(), Topics.ALERTS, SERIALIZER, SERIALIZER, byAlert, parent);
        topology.addSink(sinks.current(), Topics.ALERTS_CURRENT, SERIALIZER, SERIALIZER, byAlert, parent);
        topology.addSink(
                sinks.commands(), Topics.COMMANDS, SERIALIZER, SERIALIZER, TenantPartitioner.byTenant(), parent);
        topology.addSink(
                sinks.verdicts(), Topics.VERDICTS, SERIALIZER, SERIALIZER, TenantPartitioner.byTenant(), parent);
        topology.addSink(sinks.deadLetters(), Topics.DEAD_LETTERS, SERIALIZER, SERIALIZER, parent);
    }

    private static String addSource(Topology topology, String name, String topic) {
        topology.addSource(AutoOffsetReset.earliest(), name, DESERIALIZER, DESERIALIZER, topic);
        return name;
    }

    /** How many stores an instance has that has every task. */
    public static int stores(Topics topics) {
        return STORES_OF_A_TENANT_TASK * topics.partitions() + STORES_OF_OTHER_TASKS;
    }
}
