package io.licensewatch.local.demo;

import static io.licensewatch.schemas.command.CommandType.UPGRADE_SEATS;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cli.Palette;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The database is played by what the records of a step are: its "SQL" names them. */
class ScenarioPlayerTest {
    private static final Customer YOGA = new Customer("Blue Door Yoga");
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final String ALERT = "alert";
    private static final String COMMAND = "command";
    private static final String DEAD_LETTER = "dead letter";

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final List<RemediationResult> approved = new ArrayList<>();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void what_was_expected_came_and_nothing_else() throws Exception {
        Outcome outcome = play(step("alert command", opens(), YOGA.issues(UPGRADE_SEATS)));

        assertThat(outcome.isAsExpected()).isTrue();
        assertThat(outcome.counts().alerts()).isEqualTo(1);
        assertThat(outcome.counts().commands()).isEqualTo(1);
        assertThat(outcome.latencies()).hasSize(1);
        assertThat(outcome.records()).containsOnly(Map.entry(Topics.ALERTS, 1), Map.entry(Topics.COMMANDS, 1));
        assertThat(told()).contains("seat-utilization CRITICAL", "CRITICAL L2 PAGE", "ISSUE  UPGRADE_SEATS");
    }

    @Test
    void what_does_not_come_is_missing() throws Exception {
        Outcome outcome = play(step(ALERT, opens(), YOGA.issues(UPGRADE_SEATS)));

        assertThat(outcome.isAsExpected()).isFalse();
        assertThat(outcome.missing()).singleElement().asString().contains("ISSUE UPGRADE_SEATS", "Blue Door Yoga");
        assertThat(told()).contains("did not come within");
    }

    @Test
    void another_grade_than_expected_is_both_missing_and_too_much() throws Exception {
        Outcome outcome = play(step(ALERT, YOGA.opens("seat-utilization", "CRITICAL", Customer.Grade.WARNING)));

        assertThat(outcome.missing()).hasSize(1);
        assertThat(outcome.unexpected()).hasSize(1);
    }

    @Test
    void the_same_record_twice_is_too_much() throws Exception {
        Outcome outcome = play(step("alert alert", opens()));

        assertThat(outcome.missing()).isEmpty();
        assertThat(outcome.unexpected()).hasSize(1);
    }

    @Test
    void a_step_that_must_stay_silent_does() throws Exception {
        assertThat(play(step("nothing")).isAsExpected()).isTrue();
        assertThat(told()).contains("silence");
    }

    @Test
    void a_record_during_silence_and_a_dead_letter_are_too_much() throws Exception {
        Outcome outcome = play(step(ALERT), step(DEAD_LETTER));

        assertThat(outcome.unexpected()).hasSize(2);
        assertThat(outcome.unexpected().get(1)).contains("no such op");
    }

    @Test
    void a_hold_is_waited_for_and_left_out_of_the_latencies() throws Exception {
        Outcome outcome = play(step(ALERT, opens()).after(Duration.ofMillis(50)));

        assertThat(outcome.isAsExpected()).isTrue();
        assertThat(outcome.latencies()).isEmpty();
    }

    private static Step step(String records, Expectation... expected) {
        return Step.of("a step", records, expected);
    }

    private static Expectation opens() {
        return YOGA.opens("seat-utilization", "CRITICAL", Customer.Grade.CRITICAL);
    }

    private Outcome play(Step... steps) throws Exception {
        ScenarioPlayer.Patience patience =
                new ScenarioPlayer.Patience(Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofSeconds(20));
        ConsoleNarrator narrator =
                new ConsoleNarrator(new PrintStream(told, true, StandardCharsets.UTF_8), new Palette(false), commandId -> 0);
        ScenarioPlayer player = new ScenarioPlayer(this::write, approved::add, arrivals, narrator, patience);
        Outcome outcome = player.play(List.of(new Incident("An incident", "Its story.", List.of(steps))));
        narrator.summary(outcome, Duration.ofSeconds(1));
        return outcome;
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    private void write(String records) {
        if (records.contains(DEAD_LETTER)) {
            arrive(Topics.DEAD_LETTERS, "{");
        }
        for (String record : records.split(" ", -1)) {
            if (record.equals(ALERT)) {
                arrive(Topics.ALERTS, new String(JsonCodec.ALERT.encode(alert()), StandardCharsets.UTF_8));
            } else if (record.equals(COMMAND)) {
                arrive(Topics.COMMANDS, new String(JsonCodec.COMMAND.encode(command()), StandardCharsets.UTF_8));
            }
        }
    }

    private void arrive(String topic, String value) {
        TopicRecord read = new TopicRecord(topic, 0, 0, NOON, "key", Map.of("reason", "no such op"), value);
        arrivals.add(new Arrival(read, System.nanoTime()));
    }

    private static AlertEvent alert() {
        return new AlertEvent(
                "a:1:1",
                "a",
                1,
                1,
                YOGA.id(),
                YOGA.name(),
                "seat-utilization",
                "seats",
                AlertStatus.OPEN,
                "CONDITION_MET",
                "CRITICAL",
                Severity.CRITICAL,
                Level.L2,
                List.of(Route.PAGE),
                "25 of 20 seats used.",
                new Measurement(25, 20, "seats"),
                25,
                Map.of(),
                NOON,
                NOON,
                List.of(),
                1);
    }

    private static RemediationCommand command() {
        return new RemediationCommand(
                "c",
                CommandKind.ISSUE,
                UPGRADE_SEATS,
                YOGA.id(),
                "seats",
                Map.of(),
                "a",
                "a:1:1",
                "Buy more seats.",
                CommandMode.APPROVE,
                List.of(),
                1,
                NOON,
                NOON,
                Map.of(),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                1,
                null,
                1,
                CommandOrigin.RULE);
    }
}
