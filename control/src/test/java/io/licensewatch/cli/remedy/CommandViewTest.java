package io.licensewatch.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cli.TopicRecord;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.RefusedException;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandViewTest {
    private static final List<String> STORY = List.of(
            "command-deactivate-inactive-users",
            "remediation-result-issued",
            "remediation-result-awaiting-approval",
            "operator-action-approve",
            "remediation-result-approved",
            "remediation-result-held",
            "remediation-result-applied",
            "verdict-ineffective",
            "verdict-effective",
            "command-deactivate-inactive-users-cancel",
            "remediation-result-too-late");

    @Test
    void records_of_one_command_become_one_view() {
        CommandView view = Samples.book(STORY.toArray(String[]::new)).find(Samples.DEACTIVATE);

        assertThat(view.takenBack()).isTrue();
        assertThat(view.results())
                .extracting(RemediationResult::state)
                .containsExactly(
                        CommandState.ISSUED,
                        CommandState.AWAITING_APPROVAL,
                        CommandState.APPROVED,
                        CommandState.HELD,
                        CommandState.APPLIED,
                        CommandState.APPLIED);
        assertThat(view.actions()).hasSize(1);
        assertThat(view.verdict()).map(Verdict::effect).contains(Effect.EFFECTIVE);
    }

    /** Topics are read independently, and another producer may write duplicates. */
    @Test
    void order_across_topics_and_duplicates_make_no_difference() {
        CommandView expected = Samples.book(STORY.toArray(String[]::new)).find(Samples.DEACTIVATE);
        for (long seed = 0; seed < 50; seed++) {
            List<String> shuffled =
                    Stream.concat(STORY.stream(), STORY.stream()).collect(Collectors.toList());
            Collections.shuffle(shuffled, new Random(seed));

            assertThat(Samples.book(shuffled.toArray(String[]::new)).find(Samples.DEACTIVATE))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void steps_are_ordered_by_number_not_by_text() {
        CommandBook book = Samples.book("command-deactivate-inactive-users");
        for (int n : new int[] {10, 9, 2}) {
            book.add(Samples.read(
                    "remediation-result-awaiting-approval", Map.of("resultId", Samples.DEACTIVATE + ":" + n)));
        }

        assertThat(book.find(Samples.DEACTIVATE).results())
                .extracting(RemediationResult::resultId)
                .containsExactly(Samples.DEACTIVATE + ":2", Samples.DEACTIVATE + ":9", Samples.DEACTIVATE + ":10");
    }

    @Test
    void a_verdict_counts_only_for_an_applied_command() {
        CommandBook book = Samples.book("command-deactivate-inactive-users", "verdict-effective");

        assertThat(book.find(Samples.DEACTIVATE).verdict()).isEmpty();
    }

    @Test
    void results_without_their_command_have_no_view() {
        assertThat(Samples.book("remediation-result-issued").views()).isEmpty();
    }

    @Test
    void a_cancel_alone_is_a_cancelled_command() {
        CommandView view =
                Samples.book("command-deactivate-inactive-users-cancel").find(Samples.DEACTIVATE);

        assertThat(view.takenBack()).isTrue();
        assertThat(Situation.of(view, Instant.EPOCH).state()).isEqualTo("TAKEN_BACK");
    }

    @Test
    void a_unique_prefix_of_an_id_is_enough() {
        CommandBook book = Samples.book("command-deactivate-inactive-users", "command-upgrade-seats");

        assertThat(book.find("51d3a7c900004").id()).isEqualTo(Samples.DEACTIVATE);
        assertThatThrownBy(() -> book.find("51d3"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("2 commands begin with '51d3'", Samples.DEACTIVATE, "51d3a7c90000740a");
        assertThatThrownBy(() -> book.find("x"))
                .hasMessageContainingAll("no command begins with 'x'", "licensewatch commands");
        assertThatThrownBy(() -> book.find("")).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_record_that_breaks_its_contract_is_counted() {
        CommandBook book = Samples.book("command-upgrade-seats");
        book.add(new TopicRecord(Topics.RESULTS, 0, 0, Instant.EPOCH, "t", Map.of(), "{\"state\":\"APPLIED\"}"));
        book.add(new TopicRecord(Topics.RESULTS, 0, 1, Instant.EPOCH, "t", Map.of(), null));

        assertThat(book.leftOut()).containsExactly(Map.entry(Topics.RESULTS, 1));
        assertThat(book.views()).hasSize(1);
    }

    @Test
    void a_tenant_is_known_until_its_status_is_removed() {
        CommandBook book = new CommandBook();
        book.add(new TopicRecord(Topics.TENANTS, 0, 0, Instant.EPOCH, "t", Map.of(), "{}"));
        assertThat(book.knowsTenant("t")).isTrue();

        book.add(new TopicRecord(Topics.TENANTS, 0, 1, Instant.EPOCH, "t", Map.of(), null));
        assertThat(book.knowsTenant("t")).isFalse();
    }
}
