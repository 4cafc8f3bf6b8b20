package io.licensewatch.streams;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology, read from top to bottom; it only wires.
 *
 * <pre>
 * reference tables, rows without a tenant, frontier -- reference --> reference-changes (every partition)
 * tables with a tenant, reference-changes ----------- tenant ----> alerts, commands, tenant status, dead letters
 * </pre>
 */
final class LicensewatchTopology {
    private static final ByteArraySerializer SERIALIZER = new ByteArraySerializer();
    private static final ByteArrayDeserializer DESERIALIZER = new ByteArrayDeserializer();

    private final Topics topics;
    private final TenantTasks tasks;

    LicensewatchTopology(Topics topics, TenantTasks tasks) {
        this.topics = topics;
        this.tasks = tasks;
    }

    Topology build() {
        Topology topology = new Topology();
        addReference(topology);
        addTenant(topology);
        return topology;
    }

    private void addReference(Topology topology) {
        List<String> sources = new ArrayList<>();
        for (SourceTable table : SourceTable.values()) {
            if (!table.hasTenant()) {
                sources.add(addSource(topology, Names.source(table), topics.table(table)));
            }
        }
        sources.add(addSource(topology, Names.TENANTLESS_SOURCE, topics.tenantless()));
        // A new application begins with the next frontier: older ones speak of rows that compaction has removed.
        topology.addSource(
                AutoOffsetReset.latest(), Names.FRONTIER_SOURCE, DESERIALIZER, DESERIALIZER, topics.frontier());
        sources.add(Names.FRONTIER_SOURCE);

        topology.addProcessor(
                Names.REFERENCE,
                () -> new ReferenceProcessor(topics.frontier(), tasks.metrics()),
                sources.toArray(String[]::new));
        topology.addStateStore(store(Names.REFERENCE_STORE), Names.REFERENCE);
        topology.addSink(
                Names.REFERENCE_CHANGES_SINK,
                tasks.referenceChangesTopic(),
                SERIALIZER,
                SERIALIZER,
                new EveryPartition(),
                Names.REFERENCE);
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

        topology.addProcessor(Names.TENANT, () -> new TenantProcessor(tasks), sources.toArray(String[]::new));
        topology.addStateStore(store(Names.TENANT_STORE), Names.TENANT);
        topology.addStateStore(store(Names.TIMER_STORE), Names.TENANT);
        addSink(topology, Names.ALERTS_SINK, Topics.ALERTS, TenantPartitioner.byAlert());
        addSink(topology, Names.ALERTS_CURRENT_SINK, Topics.ALERTS_CURRENT, TenantPartitioner.byAlert());
        addSink(topology, Names.COMMANDS_SINK, Topics.COMMANDS, TenantPartitioner.byTenant());
        addSink(topology, Names.TENANTS_SINK, Topics.TENANTS, TenantPartitioner.byTenant());
        topology.addSink(Names.DEAD_LETTERS_SINK, Topics.DEAD_LETTERS, SERIALIZER, SERIALIZER, Names.TENANT);
    }

    private static String addSource(Topology topology, String name, String topic) {
        topology.addSource(AutoOffsetReset.earliest(), name, DESERIALIZER, DESERIALIZER, topic);
        return name;
    }

    private static void addSink(Topology topology, String name, String topic, TenantPartitioner partitioner) {
        topology.addSink(name, topic, SERIALIZER, SERIALIZER, partitioner, Names.TENANT);
    }

    /** Cached, so that a counter that moves a hundred times between two commits is logged once. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled();
    }
}
