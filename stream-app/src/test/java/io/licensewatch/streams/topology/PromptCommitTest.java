package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.store.WriteBehindBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a task asks that its transaction ends before its time. The topology's driver ends one after each record, and would not show it. */
class PromptCommitTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Topics TOPICS = Topics.defaults();
    private static final String REFERENCE_CHANGES = Names.referenceChangesTopic("licensewatch");

    @TempDir
    private Path stateDir;

    /** All tenant tasks wait for a frontier; but for one of the past nobody does. */
    @ParameterizedTest
    @CsvSource({"0, true", "9, true", "3600, false"})
    void a_frontier_is_sent_on_at_once_unless_it_is_of_the_past(int secondsAgo, boolean prompt) {
        MockProcessorContext<byte[], byte[]> context = context(Names.REFERENCE_STORE);
        Processor<byte[], byte[], byte[], byte[]> reference = topology().referenceTask();
        reference.init(context);

        take(reference, context, TOPICS.frontier(), frontier(NOON.minusSeconds(secondsAgo), 200));

        assertThat(context.forwarded()).hasSize(2);
        assertThat(context.committed()).isEqualTo(prompt);
        reference.close();
    }

    @Test
    void an_alert_is_visible_at_once_and_a_status_with_the_next_transaction() throws MalformedRecordException {
        MockProcessorContext<byte[], byte[]> context = context(Names.TENANT_STORE, Names.TIMER_STORE);
        Processor<byte[], byte[], byte[], byte[]> tenants = topology().tenantTask();
        tenants.init(context);

        row(tenants, context, SourceTable.TENANTS, Map.of("id", "t", "name", "t", "status", "active"), 100);
        take(tenants, context, REFERENCE_CHANGES, frontier(NOON, 200));
        assertThat(context.forwarded()).as("a status").isNotEmpty();
        assertThat(context.committed()).isFalse();

        Map<String, Object> grant =
                Map.of("id", "g", "tenant_id", "t", "feature_id", "f", "is_active", true, "expires_at", "2026-01-01");
        row(tenants, context, SourceTable.TENANT_FEATURE_GRANTS, grant, 300);
        assertThat(context.committed()).isFalse();
        take(tenants, context, REFERENCE_CHANGES, frontier(NOON.plusSeconds(1), 400));
        assertThat(context.committed()).as("expired").isTrue();
        tenants.close();

        AlertEvent alert = JsonCodec.ALERT.decode(sent(context, Names.TENANT_SINKS.alerts()));
        RemediationCommand command = JsonCodec.COMMAND.decode(sent(context, Names.TENANT_SINKS.commands()));
        assertThat(commits(output -> output.alert(alert))).as("an alert").isTrue();
        assertThat(commits(output -> output.command(command, alert)))
                .as("a command")
                .isTrue();
        assertThat(commits(output -> output.retireAlert("t", "key", NOON))).isFalse();
    }

    private static byte[] sent(MockProcessorContext<byte[], byte[]> context, String sink) {
        return context.forwarded(sink).get(0).record().value();
    }

    private boolean commits(Consumer<TopicOutput> sends) {
        MockProcessorContext<byte[], byte[]> context = context();
        sends.accept(
                new TopicOutput(context, new StreamMetrics(new SimpleMeterRegistry(), () -> 0), Names.TENANT_SINKS));
        return context.committed();
    }

    private LicensewatchTopology topology() {
        return TopologyFixture.wired(TopologyFixture.settings(stateDir), new SimpleMeterRegistry(), () -> 0);
    }

    private MockProcessorContext<byte[], byte[]> context(String... stores) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "licensewatch");
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(properties, new TaskId(0, 0), stateDir.toFile());
        context.setCurrentSystemTimeMs(NOON.toEpochMilli());
        for (String name : stores) {
            StateStore store =
                    new WriteBehindBuilder(name, 1 << 20).withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }
        return context;
    }

    private static byte[] frontier(Instant time, long lsn) {
        List<String> tables = List.of("public.tenant_feature_grants", "public.tenants");
        String text = Lsn.text(lsn);
        return JsonCodec.FRONTIER.encode(new Frontier(time, text, text, 1, true, tables));
    }

    private static void row(
            Processor<byte[], byte[], byte[], byte[]> task,
            MockProcessorContext<byte[], byte[]> context,
            SourceTable table,
            Map<String, Object> after,
            long lsn) {
        Envelopes.Event event = Envelopes.event(
                table,
                Map.of("id", String.valueOf(after.get("id"))),
                RowChange.Op.CREATE,
                null,
                new HashMap<>(after),
                new SourcePosition(1, lsn, lsn),
                NOON);
        context.setRecordMetadata(TOPICS.table(table), 0, lsn);
        task.process(new Record<>(event.key(), event.value(), NOON.toEpochMilli()));
    }

    private long offset;

    private void take(
            Processor<byte[], byte[], byte[], byte[]> task,
            MockProcessorContext<byte[], byte[]> context,
            String topic,
            byte[] frontier) {
        context.setRecordMetadata(topic, 0, offset++);
        task.process(new Record<>(
                Frontier.KEY.getBytes(StandardCharsets.UTF_8),
                frontier,
                NOON.plus(Duration.ofSeconds(5)).toEpochMilli()));
    }
}
