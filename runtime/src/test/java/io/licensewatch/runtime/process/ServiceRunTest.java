package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServiceRunTest {
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_stop_from_another_thread_closes_everything_last_opened_first() throws Exception {
        int code = ServiceRun.untilStopped(run -> {
            run.closeAtEnd(part("first"));
            run.closeAtEnd(part("second"));
            new Thread(run::stop).start();
        });

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void a_failure_of_a_part_ends_the_run_with_failed() throws Exception {
        int code = ServiceRun.untilStopped(run -> {
            run.closeAtEnd(part("only"));
            run.fail(new IllegalStateException("broken"));
        });

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(closed).containsExactly("only");
    }

    @Test
    void a_start_that_blocks_is_interrupted_by_a_stop() throws Exception {
        int code = ServiceRun.untilStopped(run -> {
            run.closeAtEnd(part("only"));
            new Thread(run::stop).start();
            new CountDownLatch(1).await();
        });

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(closed).containsExactly("only");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_start_that_fails_closes_the_opened_parts() {
        assertThatThrownBy(() -> ServiceRun.untilStopped(run -> {
                    run.closeAtEnd(part("opened"));
                    throw new IllegalStateException("cannot start");
                }))
                .hasMessage("cannot start");

        assertThat(closed).containsExactly("opened");
    }

    @Test
    void a_part_that_fails_to_close_does_not_keep_others_open() throws Exception {
        int code = ServiceRun.untilStopped(run -> {
            run.closeAtEnd(part("first"));
            run.closeAtEnd(() -> {
                throw new IllegalStateException("stuck");
            });
            run.stop();
        });

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(closed).containsExactly("first");
    }

    @Test
    void a_run_may_set_the_exit_code_of_a_stop() throws Exception {
        int code = ServiceRun.untilStopped(run -> {
            run.exitCodeWhenStopped(ExitCode.CHECKS_FAILED);
            run.stop();
        });

        assertThat(code).isEqualTo(ExitCode.CHECKS_FAILED);
    }

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }
}
