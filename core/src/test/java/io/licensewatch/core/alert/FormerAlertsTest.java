package io.licensewatch.core.alert;

import static io.licensewatch.core.remedy.RemedyFindings.expired;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormerAlertsTest {
    private final AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
    private final AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);

    @Test
    void what_is_open_stays_open_and_says_nothing() {
        seats.holds(0, seats(51, 50));
        seats.stateIsLost();

        assertThat(seats.holds(100, seats(52, 50))).isEmpty();
        assertThat(seats.asks()).isEmpty();
        assertThat(seats.last().open())
                .satisfies(open -> assertThat(open.openedAt()).isEqualTo(AlertStory.at(0)));
        assertThat(seats.holds(101, seats(61, 50))).isEqualTo("1:2 UPDATED STAGE_CHANGED");
    }

    @Test
    void what_has_changed_meanwhile_is_told_at_once() {
        seats.holds(0, seats(61, 50));
        seats.stateIsLost();

        assertThat(seats.holds(100, seats(51, 50))).isEqualTo("1:2 UPDATED STAGE_CHANGED");
    }

    @Test
    void other_items_of_the_same_stage_are_told_too() {
        expired.holds(0, expired(3, false, "giving"));
        expired.stateIsLost();
        assertThat(expired.holds(100, expired(3, false, "giving"))).isEmpty();
        expired.stateIsLost();

        assertThat(expired.holds(200, expired(3, false, "events"))).isEqualTo("1:2 UPDATED ITEMS_CHANGED");
    }

    @Test
    void what_has_ended_meanwhile_is_resolved_and_its_commands_are_taken_back() {
        expired.holds(0, expired(3, false, "giving"));
        RemediationCommand issued = expired.commands().get(0);
        expired.stateIsLost();

        assertThat(expired.absent(100, "TENANT_CLOSED")).isEqualTo("1:2 RESOLVED TENANT_CLOSED");
        assertThat(expired.last().commands())
                .extracting(RemediationCommand::commandId)
                .contains(issued.commandId());
    }

    @Test
    void no_event_id_is_used_twice() {
        seats.holds(0, seats(51, 50));
        seats.absent(1, "TENANT_CLOSED");
        seats.stateIsLost();

        assertThat(seats.holds(100, seats(51, 50))).isEqualTo("2:1 OPEN CONDITION_MET");
        seats.stateIsLost();
        assertThat(seats.absent(101, "TENANT_CLOSED")).isEqualTo("2:2 RESOLVED TENANT_CLOSED");
        seats.stateIsLost();
        assertThat(seats.holds(102, seats(51, 50))).isEqualTo("3:1 OPEN CONDITION_MET");
        assertThat(seats.events()).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    }

    @Test
    void the_next_transition_of_an_open_alert_has_the_next_number() {
        seats.holds(0, seats(51, 50));
        seats.holds(1, seats(61, 50));
        assertThat(seats.lastEvent().sequence()).isEqualTo(2);
        seats.stateIsLost();

        assertThat(seats.absent(100, "TENANT_CLOSED")).isEqualTo("1:3 RESOLVED TENANT_CLOSED");
        assertThat(seats.events()).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    }

    @Test
    void a_cancelled_command_is_not_cancelled_again_and_the_next_attempt_counts_on() {
        seats.holds(0, seats(53, 50));
        seats.holds(1, seats(46, 50));
        seats.holds(61, seats(46, 50));
        assertThat(seats.asks()).hasSize(2).allMatch(ask -> ask.startsWith("CANCEL"));
        seats.stateIsLost();

        seats.holds(100, seats(53, 50));
        assertThat(seats.asks())
                .containsExactly("ISSUE DEACTIVATE_INACTIVE_USERS seats #2", "ISSUE UPGRADE_SEATS seats #2");
        seats.holds(101, seats(46, 50));
        seats.holds(162, seats(46, 50));
        seats.stateIsLost();
        seats.absent(200, "TENANT_CLOSED");
        assertThat(seats.asks()).isEmpty();
    }

    @Test
    void an_end_that_has_begun_begins_again() {
        seats.holds(0, seats(51, 50));
        seats.stateIsLost();

        assertThat(seats.absent(100)).isEmpty();
        assertThat(seats.holds(101, seats(51, 50))).isEmpty();
        assertThat(seats.absent(102)).isEmpty();
        assertThat(seats.absent(162)).isEqualTo("1:2 RESOLVED CLEARED");
    }

    @ParameterizedTest
    @CsvSource({
        "\"episode\":1, \"episode\":7",
        "\"rule\":\"seat-utilization\", \"rule\":\"of-a-stranger\"",
        "\"subject\":\"seats\", \"subject\":\"chairs\"",
        "\"tenantId\":\"4b1f, \"tenantId\":\"5b1f",
        "\"occurredAt\":\"2026, \"occurredAt\":\"+292276",
        "\"severity\":, \"severeness\":",
        "\"measurement\":{\"value\", \"measurement\":{\"worth\"",
        "\"level\":, \"floor\":"
    })
    void what_a_stranger_has_written_is_left_out(String ours, String theirs) {
        seats.holds(0, seats(51, 50));
        AlertEvent event = seats.lastEvent();
        String json = new String(JsonCodec.ALERT.encode(event), StandardCharsets.UTF_8);
        assertThat(json).contains(ours);
        byte[] written = json.replace(ours, theirs).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new FormerAlerts().published(event.key(), JsonCodec.ALERT.decode(written)))
                .isInstanceOf(MalformedRecordException.class);
    }
}
