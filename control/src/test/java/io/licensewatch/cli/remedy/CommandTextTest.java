package io.licensewatch.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.RefusedException;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:40:12Z");

    @Test
    void a_table_has_command_ids_short_enough_to_type() {
        CommandBook book = Samples.book(
                "command-deactivate-inactive-users",
                "remediation-result-awaiting-approval",
                "command-upgrade-seats",
                "remediation-result-unsupported");

        assertThat(CommandTable.lines(book.views(), CommandTable.idLength(book.views()), NOW))
                .containsExactly(
                        "ID             TYPE                       TENANT                                MODE     STATE"
                                + "              REASON      AGE  DEADLINE  WAITS FOR",
                        "51d3a7c900004  DEACTIVATE_INACTIVE_USERS  4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01  APPROVE"
                                + "  AWAITING_APPROVAL              2h   in 6d     approval",
                        "51d3a7c900007  UPGRADE_SEATS              4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01  AUTO   "
                                + "  UNSUPPORTED        NO_WEBHOOK  2h   in 6d");
        assertThat(CommandTable.idLength(List.of())).isEqualTo(8);
    }

    @Test
    void a_command_in_full_has_everything_that_an_approval_depends_on() throws Exception {
        CommandView view = Samples.deactivation("issued", "awaiting-approval");
        AlertEvent alert = JsonCodec.ALERT.decode(Objects.requireNonNull(
                        Samples.read("alert-seat-utilization-updated").value())
                .getBytes(StandardCharsets.UTF_8));

        assertThat(CommandStory.lines(view, alert, NOW))
                .startsWith(
                        "command 51d3a7c900004d5c",
                        "  what         DEACTIVATE_INACTIVE_USERS seats of tenant " + Samples.TENANT,
                        "  summary      Deactivate up to 11 users of Harbour Chapel that have not signed in for 90 days.",
                        "  changes      Frees at most 11 seats: ends the memberships (user_roles) of as many users, in this"
                                + " tenant alone, who have not signed in for 90 days; never an administrator. Their"
                                + " accounts (auth.users) stay as they are.",
                        "  state        AWAITING_APPROVAL; waits for approval",
                        "  mode         APPROVE, attempt 1, recurrence 1")
                .contains(
                        "  holds while  not stale: limit 50, used 61",
                        "  limits       at most 50 rows, 1 person has to approve",
                        "  deadline     2026-03-09 10:40:11, in 6d",
                        "  verified by  seat-utilization seats, at the first frontier after the effect and PT1H",
                        "  plan         9d1c6a0f3be84d27, 4 rows",
                        "               {\"id\":\"00000093-0000-4000-8000-000000000093\"}",
                        "  2026-03-02 10:40:11  AWAITING_APPROVAL  plan 9d1c6a0f3be84d27 of 4 rows")
                .anyMatch(line -> line.startsWith("  issued       by alert seat-utilization seats, UPDATED"));
    }

    @Test
    void the_story_ends_with_the_verdict() {
        CommandBook book = Samples.book(
                "command-deactivate-inactive-users",
                "remediation-result-applied",
                "remediation-result-too-late",
                "verdict-ineffective",
                "operator-action-approve");

        assertThat(CommandStory.lines(book.find(Samples.DEACTIVATE), null, NOW))
                .contains(
                        "  state        INEFFECTIVE, STILL_OPEN",
                        "  approved     2026-03-02 10:52:40  by maria",
                        "  2026-03-02 10:58:03  APPLIED  4 rows changed, effective at 0/1B2F7D8",
                        "  2026-03-02 11:05:01  APPLIED  TOO_LATE, 4 rows changed, effective at 0/1B2F7D8",
                        "  2026-03-02 11:58:03  INEFFECTIVE  STILL_OPEN, proven by the frontier at 0/1B2FA10");
    }

    @Test
    void a_failure_has_its_error_and_whether_it_can_be_retried() {
        CommandBook book = Samples.book("command-rebuild-view-index", "remediation-result-failed");

        assertThat(CommandStory.lines(book.views().get(0), null, NOW))
                .anyMatch(
                        line -> line.endsWith("FAILED  ATTEMPTS, plan 0c6e8a94d1b7f352 of 1 row, attempt 5, error 55P03"
                                + " canceling statement due to lock timeout (can be tried again)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "notify-tenant-admin; about the stage SOON",
                "start-renewal; renewal of 2 features (00000401",
                "upgrade-seats; adds 11 seats to 50",
                "rerun-onboarding-step; step rbac-setup again",
                "clear-caches-requested; clears its licence caches",
                "extend-license; end by themselves after 3 days",
                "extend-license-subscription; Moves the end of the tenant's subscription to 3 days",
                "end-extension; that command 51d3a7c900003b10 moved",
                "deactivate-inactive-users; at most 11 seats",
                "grant-missing-licenses; needs for surface-giving",
                "remove-rbac-access; to surface-events",
                "refresh-views; Refreshes the materialized views, and records it",
                "rebuild-view-index; view tenant_effective_access",
                "provision-defaults; and an administrator",
                "mark-onboarding-complete; Sets the flag"
            })
    void the_change_of_each_command_is_described(String sample, String words) {
        CommandView view = Samples.book("command-" + sample).views().get(0);

        assertThat(CommandWords.of(view.command()))
                .contains(words)
                .endsWith(".")
                .doesNotContain("(not given)");
    }

    /** People approve from a terminal: text from a database or another worker must not rewrite the output. */
    @ParameterizedTest
    @ValueSource(strings = {"x\n\u001b[2Jy", "\u202ey", "\u2028"})
    void no_text_of_a_record_controls_the_terminal(String hostile) {
        CommandBook book = new CommandBook();
        book.add(Samples.read(
                "command-deactivate-inactive-users",
                Map.of("summary", hostile, "target", hostile, "tenantId", hostile, "guard", Map.of(hostile, hostile))));
        book.add(Samples.read("remediation-result-applied", Map.of("reason", hostile, "effectiveLsn", hostile)));
        CommandView view = book.views().get(0);

        assertThat(List.of(
                        RefusedException.unknown(hostile),
                        RefusedException.unknownTenant(hostile),
                        RefusedException.unfit(hostile)))
                .allMatch(refused -> String.valueOf(refused.getMessage()).matches("[ -~]+"));
        assertThat(CommandStory.lines(view, null, NOW)).allMatch(line -> line.matches("[ -~]*"));
        assertThat(CommandTable.lines(List.of(view), 8, NOW)).allMatch(line -> line.matches("[ -~]+"));
        assertThat(CommandJson.line(view, NOW)).matches("[ -~]+");
        assertThat(CommandJson.whole(view, null, NOW)).matches("[ -~]+");
    }

    @Test
    void the_reason_for_approving_a_command_that_would_be_auto_is_shown() {
        CommandBook book = Samples.book("command-start-renewal-several-tenants");

        assertThat(CommandStory.lines(book.find("51d3a7c9000026af"), null, NOW))
                .contains(
                        "  limits       at most 50 rows, 1 person has to approve, as several tenants have this incident at once"
                                + " (MULTI_TENANT_IMPACT)");
        assertThat(CommandJson.line(book.find("51d3a7c9000026af"), NOW))
                .contains("\"approvalReason\":\"MULTI_TENANT_IMPACT\"");
    }

    /** Such as a second lease within 30 days. */
    @Test
    void a_required_approval_is_shown_whatever_the_mode() {
        CommandBook book = new CommandBook();
        book.add(Samples.read("command-deactivate-inactive-users", Map.of("mode", "AUTO", "approvalsRequired", 0)));
        book.add(Samples.read("remediation-result-awaiting-approval"));

        assertThat(CommandStory.lines(book.find(Samples.DEACTIVATE), null, NOW))
                .contains("  limits       at most 50 rows, the worker requires a person's approval, whatever the mode");
    }

    @Test
    void as_json_the_records_are_as_on_their_topics() throws Exception {
        CommandBook book =
                Samples.book("command-deactivate-inactive-users", "remediation-result-applied", "verdict-effective");
        CommandView view = book.find(Samples.DEACTIVATE);

        JsonNode whole = Json.MAPPER.readTree(CommandJson.whole(view, null, NOW));

        assertThat(whole.path("state").asText()).isEqualTo("EFFECTIVE");
        assertThat(whole.path("command").toString())
                .isEqualTo(Samples.read("command-deactivate-inactive-users").value());
        assertThat(whole.path("results").path(0).toString())
                .isEqualTo(Samples.read("remediation-result-applied").value());
        assertThat(whole.path("verdicts").path(0).toString())
                .isEqualTo(Samples.read("verdict-effective").value());
        JsonNode summary = Json.MAPPER.readTree(CommandJson.line(view, NOW));
        assertThat(summary.path("planHash").asText()).isEqualTo("9d1c6a0f3be84d27");
        assertThat(summary.has("results")).isFalse();
    }

    @Test
    void spans_are_in_one_unit() {
        assertThat(List.of(
                        Spans.of(Duration.ofSeconds(59)),
                        Spans.of(Duration.ofSeconds(61)),
                        Spans.of(Duration.ofMinutes(119)),
                        Spans.of(Duration.ofHours(49)),
                        Spans.of(Duration.ofSeconds(-5))))
                .containsExactly("59s", "1m", "1h", "2d", "0s");
        assertThat(Spans.until(NOW.minusSeconds(7200), NOW)).isEqualTo("2h ago");
    }
}
