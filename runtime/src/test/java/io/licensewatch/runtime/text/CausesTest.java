package io.licensewatch.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void the_root_message_is_the_first_line_of_the_deepest_one() {
        assertThat(Causes.rootMessage(new IllegalStateException("outer", new IOException("inner\nmore"))))
                .isEqualTo("inner");
    }

    @Test
    void a_cause_without_a_message_is_passed_over() {
        assertThat(Causes.rootMessage(new IOException("outer", new EOFException())))
                .isEqualTo("outer");
        assertThat(Causes.rootMessage(new EOFException())).isEqualTo("java.io.EOFException");
    }

    @Test
    void a_type_is_found_among_the_causes() {
        IllegalStateException failure = new IllegalStateException(new EOFException());

        assertThat(Causes.include(failure, IOException.class)).isTrue();
        assertThat(Causes.include(failure, IllegalArgumentException.class)).isFalse();
        assertThat(Causes.include(null, IOException.class)).isFalse();
    }

    @Test
    void the_first_line_of_no_message_is_empty() {
        assertThat(Causes.firstLine(new IOException("one\ntwo"))).isEqualTo("one");
        assertThat(Causes.firstLine(new IOException())).isEmpty();
    }
}
