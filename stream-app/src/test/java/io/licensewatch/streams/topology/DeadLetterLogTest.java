package io.licensewatch.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class DeadLetterLogTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(DeadLetterOutput.class);
    private final Level configured = log.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    private Path stateDir;

    @BeforeEach
    void listen() {
        log.setLevel(Level.WARN);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
        log.setLevel(configured);
    }

    @Test
    void each_task_logs_its_dead_letters_with_topic_partition_offset_and_reason() {
        try (TopologyFixture watch = new TopologyFixture(stateDir, Instant.parse("2026-03-10T12:00:00Z"))) {
            for (SourceTable table : List.of(SourceTable.FEATURE_CATALOG, SourceTable.TENANT_FEATURE_GRANTS)) {
                String topic = TopologyFixture.TOPICS.table(table);
                logged.list.clear();

                watch.pipe(topic, "{\"id\":\"x\"}".getBytes(UTF_8), "{not json".getBytes(UTF_8));
                watch.frontierAfter(Duration.ofSeconds(1));

                assertThat(logged.list).as("%s", table).singleElement().satisfies(event -> {
                    assertThat(event.getLevel()).isEqualTo(Level.WARN);
                    assertThat(event.getMessage()).isEqualTo("dead letter");
                    assertThat(event.getKeyValuePairs())
                            .extracting(pair -> pair.key)
                            .containsExactly("topic", "partition", "offset", "reason");
                    assertThat(event.getKeyValuePairs()).contains(new KeyValuePair("topic", topic));
                });
            }
        }
    }
}
