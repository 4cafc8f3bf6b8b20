package io.licensewatch.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicWaitTest {
    @Test
    void it_returns_as_soon_as_no_topic_is_missing() throws Exception {
        Deque<List<String>> answers = new ArrayDeque<>(List.of(List.of("a", "b"), List.of("b"), List.of()));

        new TopicWait(Duration.ofSeconds(20), "cdc").until(answers::remove);

        assertThat(answers).isEmpty();
    }

    @Test
    void it_times_out_naming_the_missing_topics() {
        assertThatThrownBy(() -> new TopicWait(Duration.ofMillis(1), "cdc").until(() -> List.of("a", "b")))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("topics a, b, which cdc creates");
    }

    @Test
    void it_waits_for_kafka_to_answer() {
        Deque<Boolean> answers = new ArrayDeque<>(List.of(false, true));

        assertThatCode(() -> new TopicWait(Duration.ofDays(9999), "cdc").until(() -> {
                    if (answers.remove()) {
                        return List.of();
                    }
                    throw new KafkaUnavailableException("no answer", new RuntimeException());
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void it_can_be_interrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new TopicWait(Duration.ofDays(1), "cdc").until(() -> List.of("a")))
                .isInstanceOf(InterruptedException.class);
    }
}
