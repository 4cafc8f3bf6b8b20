package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForgettingTest {
    private final List<String> calls = new ArrayList<>();
    private int old;
    private long now = -5;

    private final Forgetting forgetting = new Forgetting(
            (partition, published, most) -> {
                calls.add(partition + " up to " + published);
                int some = Math.min(old, most);
                old -= some;
                return some;
            },
            () -> now);

    @Test
    void it_runs_in_the_first_turn_with_partitions_and_then_at_intervals() {
        forgetting.turn(Map.of());
        assertThat(calls).isEmpty();
        forgetting.turn(Map.of(3, 42L));
        forgetting.turn(Map.of(3, 43L));
        now += Forgetting.EVERY.toNanos() - 1;
        forgetting.turn(Map.of(3, 44L));
        assertThat(calls).containsExactly("3 up to 42");
        now += 1;
        forgetting.turn(Map.of(3, 45L));
        assertThat(calls).containsExactly("3 up to 42", "3 up to 45");
    }

    @Test
    void while_there_are_more_each_turn_deletes_some() {
        old = Forgetting.MOST + 1;
        forgetting.turn(Map.of(1, 7L));
        forgetting.turn(Map.of(1, 8L));
        forgetting.turn(Map.of(1, 9L));
        assertThat(calls).containsExactly("1 up to 7", "1 up to 8");
        assertThat(old).isZero();
    }
}
