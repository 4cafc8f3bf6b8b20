package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void none_is_chosen_twice_though_nobody_has_taken_it_yet() {
        List<Integer> chosen =
                IntStream.range(0, 1_000).parallel().mapToObj(i -> Ports.free()).toList();

        assertThat(chosen).doesNotHaveDuplicates().allMatch(Ports::isFree);
    }

    /** Any connection that somebody makes might take it before the server does. */
    @Test
    void none_is_one_that_an_outgoing_connection_may_get() {
        assertThat(IntStream.range(0, 100).map(i -> Ports.free()))
                .allMatch(port -> port >= Ports.LOWEST && port < 32_768);
    }

    @Test
    void a_taken_one_is_left_out() throws IOException {
        try (ServerSocket taken = new ServerSocket(Ports.free() + 1, 1, Ports.LOOPBACK)) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
            assertThat(Ports.free()).isNotEqualTo(taken.getLocalPort());
            assertThat(Ports.freePreferably(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }
}
