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
    void pauses_that_cannot_be_decoded_are_not_published_and_block_nothing() {
        understood = false;
        assertThat(reports.due()).isEmpty();
        understood = true;
        assertThat(reports.due()).as("read again only after a while").isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void pauses_are_published_at_the_start_even_if_there_are_none() {
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
    void unchanged_pauses_are_published_again_only_after_a_minute() {
        publish();
        pass(Duration.ofSeconds(59));
        assertThat(reports.due()).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void the_ledger_is_not_read_in_every_turn() {
        publish();
        reports.due();
        reports.due();
        assertThat(asked).isEqualTo(1);
        reports.soon();
        reports.due();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void pauses_that_were_not_published_are_still_due() {
        assertThat(reports.due()).isPresent();
        pass(Duration.ofSeconds(2));
        assertThat(reports.due()).isPresent();
    }

    @Test
    void the_new_owner_of_the_partition_publishes_the_pauses_again() {
        publish();
        reports.forget();
        assertThat(reports.due()).isPresent();
    }

    @Test
    void a_ledger_that_does_not_answer_is_read_again() {
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
