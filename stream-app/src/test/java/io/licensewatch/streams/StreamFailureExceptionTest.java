package io.licensewatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.streams.lineage.Inputs;
import io.licensewatch.streams.lineage.StateRefusedException;
import io.licensewatch.streams.lineage.StoreLineage;
import io.licensewatch.streams.lineage.TaskLineages;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamFailureExceptionTest {
    static Stream<Arguments> known() {
        return Stream.of(
                Arguments.of(new InvalidTxnStateException("what the broker says"), "was stopped for longer"),
                Arguments.of(new ProducerFencedException("what the broker says"), "was stopped for longer"),
                Arguments.of(new InvalidProducerEpochException("what the broker says"), "was stopped for longer"),
                Arguments.of(new TaskCorruptedException(Set.of()), "local state is broken"),
                Arguments.of(new TimeoutException("what the client says"), "Kafka did not answer"),
                Arguments.of(new IOException("No space left on device"), "the disk of licensewatch.streams.state-dir"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void what_it_means_is_in_one_line_and_the_cause_is_kept(Throwable cause, String words) {
        StreamsException thrown = new StreamsException("in a task", cause);

        Throwable reported = StreamFailureException.of(thrown);

        assertThat(reported)
                .hasMessageContaining(words)
                .hasMessageContaining("start")
                .hasCause(thrown);
        assertThat(reported.getMessage()).hasLineCount(1);
        assertThat(StreamFailureException.exitCode(reported)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void what_nobody_knows_is_left_as_it_is() {
        StreamsException thrown = new StreamsException("in a task", new IllegalStateException("ours"));

        assertThat(StreamFailureException.of(thrown)).isSameAs(thrown);
        assertThat(StreamFailureException.exitCode(thrown)).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void a_state_that_is_refused_is_a_check_that_failed() {
        SortedKeyValues store = new SortedKeyValues();
        store.put(new byte[] {1}, new byte[] {1});
        StateRefusedException refused = Assertions.catchThrowableOfType(
                StateRefusedException.class,
                () -> new TaskLineages("app", "cluster", Inputs.UNKNOWN)
                        .open("1_0", 0, Set.of("rows"), List.of(new StoreLineage("state", store))));

        Throwable reported = StreamFailureException.of(new StreamsException("failed to initialize processor", refused));

        assertThat(reported).isSameAs(refused);
        assertThat(StreamFailureException.exitCode(reported)).isEqualTo(ExitCode.CHECKS_FAILED);
    }
}
