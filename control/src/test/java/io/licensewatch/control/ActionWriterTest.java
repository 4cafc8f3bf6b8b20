package io.licensewatch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ActionWriterTest {
    private static final OperatorAction ACTION = new Decisions("maria", Instant.parse("2026-03-02T12:00:00Z"))
            .request("_system", new OperatorAction.Request(CommandType.CLEAR_CACHES, "caches", Map.of()), null);

    private final List<MockProducer<byte[], byte[]>> opened = new ArrayList<>();
    private final ActionWriter writer = new ActionWriter(this::open);

    private Producer<byte[], byte[]> open() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, bytes, bytes);
        opened.add(producer);
        return producer;
    }

    @Test
    void one_producer_stays_open_for_all_actions() throws Exception {
        writer.write(ACTION);
        writer.write(ACTION);

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).history()).hasSize(2);

        writer.close();

        assertThat(opened.get(0).closed()).isTrue();
    }

    @Test
    void after_a_missing_acl_the_next_action_has_a_new_producer() throws Exception {
        writer.write(ACTION);
        opened.get(0).sendException = new ClusterAuthorizationException("no");

        assertThatThrownBy(() -> writer.write(ACTION))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("may not write to " + Topics.ACTIONS);
        writer.write(ACTION);

        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closed()).isTrue();
        assertThat(opened.get(1).history()).hasSize(1);
    }

    /** The broker may have refused the producer before anything was sent. */
    @Test
    void an_acl_that_is_missing_before_the_send_is_reported_in_the_same_way() throws Exception {
        writer.write(ACTION);
        opened.get(0).sendException = new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new ClusterAuthorizationException("no"));

        assertThatThrownBy(() -> writer.write(ACTION))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("may not write to " + Topics.ACTIONS);
    }

    @Test
    void an_unconfirmed_action_may_have_been_written() throws Exception {
        writer.write(ACTION);
        opened.get(0).sendException = new TimeoutException("late");

        assertThatThrownBy(() -> writer.write(ACTION))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("whether it was written");
    }
}
