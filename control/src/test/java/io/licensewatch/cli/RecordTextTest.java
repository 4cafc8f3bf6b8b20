package io.licensewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTextTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00.250Z");

    private static final String PLAIN = "[ -~]+";

    private final RecordText text = new RecordText(new Palette(false));

    @Test
    void an_alert_is_one_line_with_severity_level_and_subject() {
        String line = text.line(read(Topics.ALERTS, "t1|seat-utilization|seats", json(alert("Blue Door"))));

        assertThat(line)
                .isEqualTo("2026-03-10 12:00:00  OPEN      CRITICAL L2  seat-utilization    CRITICAL    Blue Door t1"
                        + "  13 of 10 seats are used  [PAGE]");
    }

    @Test
    void results_verdicts_and_actions_are_one_line_each() {
        String worker = "\"worker\":{\"id\":\"w\",\"version\":\"1\"}";
        String about = "\"commandId\":\"c\",\"alertId\":\"a\",\"tenantId\":\"t\",\"type\":\"CLEAR_CACHES\",";
        String at = "\"2026-03-10T12:00:00Z\"";

        assertThat(text.line(read(
                        Topics.RESULTS,
                        "t",
                        "{\"resultId\":\"c:1\"," + about
                                + "\"state\":\"HELD\",\"reason\":\"PAUSED\",\"before\":[],\"approvals\":[]," + worker
                                + ",\"attempts\":0,\"at\":" + at + ",\"startedAt\":" + at + "}")))
                .endsWith("HELD               CLEAR_CACHES               t  c  PAUSED");
        assertThat(text.line(read(
                        Topics.VERDICTS,
                        "t",
                        "{\"verdictId\":\"c:verdict:1\"," + about
                                + "\"effect\":\"INEFFECTIVE\",\"reason\":\"STILL_OPEN\","
                                + "\"effectiveLsn\":\"0/1\",\"frontierLsn\":\"0/2\",\"judgedAt\":" + at + "}")))
                .endsWith(
                        "INEFFECTIVE        CLEAR_CACHES               t  c  STILL_OPEN, proven by the frontier at 0/2");
        assertThat(text.line(read(
                        Topics.ACTIONS,
                        "t",
                        "{\"actionId\":\"i\",\"kind\":\"REJECT\",\"tenantId\":\"t\",\"commandId\":\"c\",\"reason\":\"no\","
                                + "\"by\":\"ken\",\"at\":" + at + "}")))
                .endsWith("REJECT   t  by ken, c, no");
    }

    @Test
    void text_from_a_database_does_not_control_the_terminal() {
        String line = text.line(read(Topics.ALERTS, "k", json(alert("\u001b[2J\nBlue"))));

        assertThat(line).contains("\\u001b[2J\\nBlue").doesNotContain("\u001b", "\n");
    }

    /** C1, bidi and line separators as well as ASCII control characters. */
    @Test
    void no_text_of_any_record_controls_the_terminal() {
        String hostile = "x\n\r\u001b[2J\u009b2J\u202e\u2066\u2028\u0085\ud800y";

        assertThat(text.alert(hostileAlert(hostile))).matches(PLAIN);
        assertThat(new RecordText(new Palette(true))
                        .alert(hostileAlert(hostile))
                        .replaceAll("\u001b\\[[0-9;]*m", ""))
                .matches(PLAIN);
        for (String topic : List.of(
                Topics.ALERTS,
                Topics.COMMANDS,
                Topics.RESULTS,
                Topics.VERDICTS,
                Topics.ACTIONS,
                Topics.TENANTS,
                Topics.HEALTH,
                "other." + hostile)) {
            assertThat(text.line(read(topic, hostile, hostile))).matches(PLAIN);
            assertThat(text.line(read(topic, hostile, null))).matches(PLAIN);
        }
        for (String header : List.of(RecordHeaders.REASON, RecordHeaders.ORIGIN_TOPIC, RecordHeaders.ORIGIN_OFFSET)) {
            assertThat(text.line(new TopicRecord(
                            Topics.DEAD_LETTERS, 0, 1, NOON, hostile, Map.of(header, hostile), hostile)))
                    .matches(PLAIN);
        }
    }

    private static AlertEvent hostileAlert(String text) {
        return new AlertEvent(
                text,
                text,
                1,
                1,
                text,
                text,
                text,
                text,
                AlertStatus.OPEN,
                text,
                text,
                Severity.CRITICAL,
                Level.L2,
                List.of(Route.PAGE),
                text,
                new Measurement(13, 10, text),
                13,
                Map.of(text, text),
                NOON,
                NOON,
                List.of(),
                1);
    }

    @Test
    void a_record_that_breaks_its_contract_is_shown_unchanged() {
        assertThat(text.line(read(Topics.ALERTS, "k", "{not json"))).endsWith("k  {not json");
    }

    @Test
    void a_tombstone_is_shown_as_removed() {
        assertThat(text.line(read(Topics.ALERTS_CURRENT, "t1|r|s", null))).endsWith("t1|r|s  removed");
    }

    @Test
    void a_dead_letter_shows_reason_and_origin_and_not_the_content() {
        TopicRecord letter = new TopicRecord(
                Topics.DEAD_LETTERS,
                0,
                1,
                NOON,
                "k",
                Map.of(
                        RecordHeaders.REASON, "'op' is missing",
                        RecordHeaders.ORIGIN_TOPIC, "p.public.tenants",
                        RecordHeaders.ORIGIN_PARTITION, "3",
                        RecordHeaders.ORIGIN_OFFSET, "17"),
                "{\"secret\":1}");

        assertThat(text.line(letter))
                .endsWith("'op' is missing  p.public.tenants-3 at 17  k  12 characters")
                .doesNotContain("secret");
    }

    private static TopicRecord read(String topic, String key, @Nullable String value) {
        return new TopicRecord(topic, 0, 0, NOON, key, Map.of(), value);
    }

    private static String json(AlertEvent alert) {
        return new String(JsonCodec.ALERT.encode(alert), StandardCharsets.UTF_8);
    }

    private static AlertEvent alert(String tenantName) {
        return new AlertEvent(
                "a:1:1",
                "a",
                1,
                1,
                "t1",
                tenantName,
                "seat-utilization",
                "seats",
                AlertStatus.OPEN,
                "CONDITION_MET",
                "CRITICAL",
                Severity.CRITICAL,
                Level.L2,
                List.of(Route.PAGE),
                "13 of 10 seats are used",
                new Measurement(13, 10, "seats"),
                13,
                Map.of(),
                NOON,
                NOON,
                List.of(),
                1);
    }
}
