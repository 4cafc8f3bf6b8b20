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
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
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
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void what_was_expected_came_and_nothing_else() throws Exception {
        Outcome outcome = play(step("alert command", opens(), YOGA.issues(UPGRADE_SEATS)));

        assertThat(outcome.isAsExpected()).isTrue();
        assertThat(outcome.counts().alerts()).isEqualTo(1);
        assertThat(outcome.counts().commands()).isEqualTo(1);
        assertThat(outcome.latencies()).hasSize(1);
        assertThat(outcome.records()).containsOnly(Map.entry(Topics.ALERTS, 1), Map.entry(Topics.COMMANDS, 1));
        assertThat(printed()).contains("seat-utilization CRITICAL", "CRITICAL L2 PAGE", "ISSUE  UPGRADE_SEATS");
    }

    @Test
    void what_does_not_come_is_missing() throws Exception {
        Outcome outcome = play(step(ALERT, opens(), YOGA.issues(UPGRADE_SEATS)));

        assertThat(outcome.isAsExpected()).isFalse();
        assertThat(outcome.missing()).singleElement().asString().contains("ISSUE UPGRADE_SEATS", "Blue Door Yoga");
        assertThat(printed()).contains("was not published within");
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
        assertThat(printed()).contains("silence");
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

    @Test
    void a_plan_is_approved_repaired_and_proven() throws Exception {
        Outcome outcome = play(
                step("alert command waits", opens(), YOGA.issues(UPGRADE_SEATS), YOGA.awaits(UPGRADE_SEATS)),
                step("verdict applied", YOGA.applied(UPGRADE_SEATS), YOGA.effective(UPGRADE_SEATS))
                        .approving(YOGA, UPGRADE_SEATS));

        assertThat(outcome.isAsExpected()).as(printed()).isTrue();
        assertThat(outcome.counts()).isEqualTo(new Counts(1, 1, 1, 1, 0, 1, 0));
        assertThat(approved).extracting(RemediationResult::commandId).containsExactly("c");
        assertThat(printed()).contains("1 approvals", "1 EFFECTIVE, 0 INEFFECTIVE");
    }

    @Test
    void an_effect_is_narrated_after_its_cause() throws Exception {
        play(step(
                "verdict applied command alert",
                opens(),
                YOGA.issues(UPGRADE_SEATS),
                YOGA.applied(UPGRADE_SEATS),
                YOGA.effective(UPGRADE_SEATS)));

        assertThat(printed()).containsSubsequence("OPEN", "ISSUE", "APPLIED", "EFFECTIVE");
    }

    @Test
    void without_a_plan_that_waits_an_approval_is_missing() throws Exception {
        Outcome outcome = play(step(ALERT, opens()).approving(YOGA, UPGRADE_SEATS));

        assertThat(outcome.missing()).singleElement().asString().contains("approval of UPGRADE_SEATS");
        assertThat(approved).isEmpty();
    }

    @Test
    void steps_on_the_way_need_no_account_but_a_failure_does() throws Exception {
        assertThat(play(step("alert received", opens())).isAsExpected()).isTrue();

        assertThat(play(step("alert failed", opens())).unexpected())
                .singleElement()
                .asString()
                .contains("FAILED");
    }

    @Test
    void a_cancel_may_cross_the_end_of_its_command_and_nothing_else() throws Exception {
        Outcome crossed = play(step("cancel command applied", YOGA.issues(UPGRADE_SEATS), YOGA.applied(UPGRADE_SEATS)));
        assertThat(crossed.isAsExpected()).as(printed()).isTrue();

        Outcome takenBack = play(step("cancel command", YOGA.issues(UPGRADE_SEATS)));
        assertThat(takenBack.unexpected()).singleElement().asString().contains("CANCEL UPGRADE_SEATS");
    }

    @Test
    void what_is_held_is_taken_back_or_found_out_of_date() throws Exception {
        assertThat(play(step("cancel", YOGA.withdraws(UPGRADE_SEATS))).isAsExpected())
                .isTrue();
        assertThat(play(step("stale", YOGA.withdraws(UPGRADE_SEATS))).isAsExpected())
                .isTrue();
        assertThat(play(step("alert", opens(), YOGA.withdraws(UPGRADE_SEATS))).missing())
                .hasSize(1);
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
        ConsoleNarrator narrator = new ConsoleNarrator(
                new PrintStream(printed, true, StandardCharsets.UTF_8), new Palette(false), commandId -> 0);
        ScenarioPlayer player = new ScenarioPlayer(this::write, approved::add, arrivals, narrator, patience);
        Outcome outcome = player.play(List.of(new Incident("An incident", "Its story.", List.of(steps))));
        narrator.summary(outcome, Duration.ofSeconds(1));
        return outcome;
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void write(String records) {
        if (records.contains(DEAD_LETTER)) {
            arrive(Topics.DEAD_LETTERS, "{");
        }
        for (String record : records.split(" ", -1)) {
            switch (record) {
                case ALERT -> arrive(Topics.ALERTS, JsonCodec.ALERT.encode(alert()));
                case COMMAND -> arrive(Topics.COMMANDS, JsonCodec.COMMAND.encode(command(CommandKind.ISSUE)));
                case "cancel" -> arrive(Topics.COMMANDS, JsonCodec.COMMAND.encode(command(CommandKind.CANCEL)));
                case "received" -> arrive(Topics.RESULTS, result(CommandState.ISSUED));
                case "waits" -> arrive(Topics.RESULTS, result(CommandState.AWAITING_APPROVAL));
                case "applied" -> arrive(Topics.RESULTS, result(CommandState.APPLIED));
                case "failed" -> arrive(Topics.RESULTS, result(CommandState.FAILED));
                case "stale" -> arrive(Topics.RESULTS, result(CommandState.STALE));
                case "verdict" -> arrive(Topics.VERDICTS, JsonCodec.VERDICT.encode(verdict()));
                default -> {}
            }
        }
    }

    private void arrive(String topic, byte[] value) {
        arrive(topic, new String(value, StandardCharsets.UTF_8));
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

    private static byte[] result(CommandState state) {
        return JsonCodec.RESULT.encode(new RemediationResult(
                "c:1",
                "c",
                "a",
                YOGA.id(),
                UPGRADE_SEATS,
                state,
                null,
                new RemediationResult.Plan("5e200bbc01", 1, List.of()),
                1L,
                List.of(),
                "0/16B3748",
                List.of(),
                new RemediationResult.Worker("w", "1"),
                1,
                NOON,
                NOON,
                NOON,
                null));
    }

    private static Verdict verdict() {
        return new Verdict(
                "c:verdict:1",
                "c",
                "a",
                YOGA.id(),
                UPGRADE_SEATS,
                Effect.EFFECTIVE,
                "CLEARED",
                "0/16B3748",
                "0/16B3750",
                NOON);
    }

    private static RemediationCommand command(CommandKind kind) {
        return new RemediationCommand(
                "c",
                kind,
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
                null,
                1,
                CommandOrigin.RULE);
    }
}
