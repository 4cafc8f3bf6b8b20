package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A tenant that is evaluated as of a skipped frontier may be due again before the present one. */
class DueAgainTest {
    /** As many as a step evaluates. */
    private static final int OTHERS = 20;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOLD = Duration.ofSeconds(61);
    private static final Duration RETIRED = Duration.ofHours(25);

    private final OneTask task = new OneTask(new EngineSettings(OTHERS, Duration.ZERO), Seats.TABLES);
    private final Seats seats = new Seats(task);

    @Test
    void what_is_due_between_a_skipped_frontier_and_the_present_one_is_done_now() {
        seats.offering("team", 4);
        others("team");
        seats.tenant("zeta", "team");
        seats.hire("zeta", "ann", "bob", "cid", "dan", "eve");
        seats.frontierAfter(SECOND);
        seats.leave("zeta", "eve", "dan", "cid");
        seats.frontierAfter(SECOND);

        others("other");
        assertThat(task.frontierAfter(HOLD)).as("zeta is left").isTrue();
        boolean more = task.frontierAfter(RETIRED);
        while (more) {
            more = task.current().step();
        }

        AlertEvent end = task.alerts.get(task.alerts.size() - 1);
        assertThat(end.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(task.published.retiredAlerts).containsExactly(end.key());
    }

    private void others(String offering) {
        for (int i = 0; i < OTHERS; i++) {
            seats.tenant("other" + i, offering);
        }
    }
}
