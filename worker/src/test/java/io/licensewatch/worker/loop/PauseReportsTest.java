package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseReportsTest {
    private static final Pauses.Pause PAUSE = new Pauses.Pause(null, null, "maria", "why", Instant.EPOCH, null);

    private long now = Long.MAX_VALUE - 1; // nanoTime may overflow
    private int asked;
    private List<Pauses.Pause> ledger = List.of();
    private final PauseReports reports = new PauseReports(this::ask, () -> now);

    private boolean understood = true;

    private Optional<Pauses> ask() {
        asked++;
        return understood
                ? Optional.of(new Pauses(ledger, Instant.EPOCH.plusNanos(now), new RemediationResult.Worker("w", "v")))
                : Optional.empty();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void publish() {
        reports.published(reports.due().orElseThrow());
    }

    @Test
    void what_is_not_understood_is_not_published_and_holds_up_nothing() {
        understood = false;
        assertThat(reports.due()).isEmpty();
        understood = true;
        assertThat(reports.due()).as("asked again after a while only").isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void what_is_paused_is_published_at_the_start_also_when_it_is_nothing() {
        assertThat(reports.due())
                .hasValueSatisfying(one -> assertThat(one.pauses()).isEmpty());
    }

    @Test
    void a_pause_that_an_operator_makes_in_the_database_is_published_within_two_seconds() {
        publish();
        ledger = List.of(PAUSE);
        pass(Duration.ofSeconds(2));

        assertThat(reports.due())
                .hasValueSatisfying(one -> assertThat(one.pauses()).containsExactly(PAUSE));
    }

    @Test
    void the_same_is_published_again_after_a_minute_and_not_before() {
        publish();
        pass(Duration.ofSeconds(59));
        assertThat(reports.due()).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void the_ledger_is_not_asked_with_every_turn() {
        publish();
        reports.due();
        reports.due();
        assertThat(asked).isEqualTo(1);
        reports.soon();
        reports.due();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void what_was_not_published_is_due_still() {
        assertThat(reports.due()).isPresent();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void whoever_gets_the_partition_publishes_what_its_predecessor_may_not_have() {
        publish();
        reports.forget();
        assertThat(reports.due()).isPresent();
    }

    @Test
    void a_ledger_that_gives_no_answer_is_asked_again() {
        PauseReports failing = new PauseReports(
                () -> {
                    asked++;
                    throw new IllegalStateException("away");
                },
                () -> now);

        assertThatThrownBy(failing::due).hasMessage("away");
        assertThatThrownBy(failing::due).hasMessage("away");
        assertThat(asked).isEqualTo(2);
    }
}
