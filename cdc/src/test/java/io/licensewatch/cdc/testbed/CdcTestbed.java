package io.licensewatch.cdc.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.Listener;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.source.Frontier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Postgres and Kafka for a test class, and cdc between the two:
 *
 * <pre>{@code @RegisterExtension
 * static final CdcTestbed testbed = new CdcTestbed();}</pre>
 */
public final class CdcTestbed implements BeforeAllCallback, AfterAllCallback {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Callable<List<Listener>> furtherWays;
    private @Nullable DataDirectory directory;
    private @Nullable TestPostgres postgres;
    private @Nullable TestKafka kafka;

    public CdcTestbed() {
        this(List::of);
    }

    /** @param furtherWays to Kafka; asked once, before anything is started */
    public CdcTestbed(Callable<List<Listener>> furtherWays) {
        this.furtherWays = furtherWays;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        List<Listener> more = furtherWays.call();
        directory = DataDirectory.temporary();
        postgres = new TestPostgres(directory.resolve("postgres"));
        kafka = new TestKafka(directory.resolve("kafka"), more);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        DataDirectory last = directory;
        TestPostgres second = postgres;
        TestKafka first = kafka;
        try (last;
                second;
                first) {
            return;
        }
    }

    public TestPostgres postgres() {
        return Objects.requireNonNull(postgres, "started");
    }

    public TestKafka kafka() {
        return Objects.requireNonNull(kafka, "started");
    }

    public Source source(String... statements) throws SQLException {
        return Source.create(postgres(), statements);
    }

    public Written written(Source source) {
        return new Written(kafka(), source.database());
    }

    public Map<String, String> settingsOf(Source source) {
        return Map.of(
                "licensewatch.postgres.url", postgres().url("postgres", "x", source.database()),
                "licensewatch.postgres.slot", source.database(),
                "licensewatch.topics.prefix", source.database(),
                "licensewatch.kafka.bootstrap-servers", kafka().bootstrapServers());
    }

    public Cdc cdc(Source source) throws InterruptedException {
        return cdc(source, Cdc.Start.CONTINUE, Map.of());
    }

    public Cdc cdc(Source source, Cdc.Start how, Map<String, String> more) throws InterruptedException {
        return cdc(source, how, more, new SimpleMeterRegistry());
    }

    public Cdc cdc(Source source, Cdc.Start how, Map<String, String> more, MeterRegistry registry)
            throws InterruptedException {
        return Cdc.start(settings(source, more), how, registry, failure -> {});
    }

    public CdcSettings settings(Source source, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(settingsOf(source));
        values.putAll(more);
        return CdcSettings.of(Settings.of(CdcSettings.all(), values));
    }

    public static void awaitStreaming(Cdc cdc) {
        await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.STREAMING);
    }

    /** Waits for a frontier that was made after everything committed so far. */
    public void awaitFrontier(Source source) throws SQLException {
        Instant now =
                Instant.parse(source.value("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"));
        await().atMost(PATIENCE).until(() -> {
            List<Frontier> frontiers = written(source).frontiers();
            return !frontiers.isEmpty()
                    && frontiers.get(frontiers.size() - 1).sourceTime().isAfter(now);
        });
    }

    public boolean slotIsActive(Source source) throws SQLException {
        return source.value("SELECT count(*) FROM pg_replication_slots WHERE active AND slot_name = '"
                        + source.database() + "'")
                .equals("1");
    }

    /** Postgres notices only a moment later that a connection has been closed. */
    public void awaitSlotFree(Source source) {
        await().atMost(STOP_LIMIT).until(() -> !slotIsActive(source));
    }

    public void assertStopsInTime(Source source, Cdc cdc) {
        long begin = System.nanoTime();
        cdc.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STOP_LIMIT);
        assertThat(cdc.state()).isEqualTo(FeedState.STOPPED);
        awaitSlotFree(source);
    }

    /** The text of a column by id, according to SQL. */
    public Map<String, String> selected(Source source, String table, String column) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String row : postgres()
                .query(source.database(), "SELECT id || '=' || coalesce(" + column + "::text, 'null') FROM " + table)) {
            int split = row.indexOf('=');
            rows.put(row.substring(0, split), row.substring(split + 1));
        }
        return rows;
    }
}
