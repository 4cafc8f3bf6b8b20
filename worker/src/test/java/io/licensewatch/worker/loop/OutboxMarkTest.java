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
    void a_written_mark_can_be_read() {
        assertThat(LongStream.of(0, 1, 42, 999_999_999_999_999_999L))
                .allSatisfy(seq ->
                        assertThat(OutboxMark.decode(OutboxMark.encode(seq))).hasValue(seq));
    }

    @Test
    void its_format_is_compatible_with_committed_marks() {
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
    void foreign_metadata_has_no_mark(String metadata) {
        assertThat(OutboxMark.decode(metadata)).isEmpty();
    }

    @Test
    void a_negative_number_is_rejected() {
        assertThatThrownBy(() -> OutboxMark.encode(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
