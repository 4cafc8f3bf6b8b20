package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxMarkTest {
    @Test
    void what_is_written_is_read() {
        assertThat(LongStream.of(0, 1, 42, 999_999_999_999_999_999L))
                .allSatisfy(seq ->
                        assertThat(OutboxMark.decode(OutboxMark.encode(seq))).hasValue(seq));
    }

    @Test
    void its_form_is_part_of_the_contract_with_what_is_committed() {
        assertThat(OutboxMark.encode(42)).isEqualTo("outbox=42");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "42",
                "outbox=",
                "outbox=-1",
                "outbox=4 2",
                "outbox=1\n",
                "xoutbox=1",
                "outbox=9999999999999999999"
            })
    void what_somebody_else_has_committed_says_nothing(String metadata) {
        assertThat(OutboxMark.decode(metadata)).isEmpty();
    }

    @Test
    void a_number_before_the_first_is_refused() {
        assertThatThrownBy(() -> OutboxMark.encode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
