package io.licensewatch.schemas.result;

import static io.licensewatch.schemas.result.CommandState.APPLIED;
import static io.licensewatch.schemas.result.CommandState.APPROVED;
import static io.licensewatch.schemas.result.CommandState.AWAITING_APPROVAL;
import static io.licensewatch.schemas.result.CommandState.CANCELLED;
import static io.licensewatch.schemas.result.CommandState.EXECUTING;
import static io.licensewatch.schemas.result.CommandState.EXPIRED;
import static io.licensewatch.schemas.result.CommandState.FAILED;
import static io.licensewatch.schemas.result.CommandState.HELD;
import static io.licensewatch.schemas.result.CommandState.ISSUED;
import static io.licensewatch.schemas.result.CommandState.NO_CHANGE;
import static io.licensewatch.schemas.result.CommandState.PLANNED;
import static io.licensewatch.schemas.result.CommandState.REJECTED;
import static io.licensewatch.schemas.result.CommandState.REVERTED;
import static io.licensewatch.schemas.result.CommandState.STALE;
import static io.licensewatch.schemas.result.CommandState.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandStateTest {
    @Test
    void these_states_are_final() {
        assertThat(Arrays.stream(CommandState.values()).filter(CommandState::isFinal))
                .containsExactly(
                        PLANNED,
                        APPLIED,
                        NO_CHANGE,
                        STALE,
                        UNSUPPORTED,
                        FAILED,
                        REJECTED,
                        EXPIRED,
                        CANCELLED,
                        REVERTED);
    }

    @Test
    void no_transition_leads_back_from_a_final_state() {
        for (CommandState state : CommandState.values()) {
            if (state.isFinal()) {
                assertThat(reachableFrom(state)).as("after %s", state).allMatch(CommandState::isFinal);
                assertThat(state.next()).as("after %s", state).isSubsetOf(REVERTED);
            }
        }
    }

    @Test
    void only_an_applied_command_can_be_reverted() {
        assertThat(before(REVERTED)).containsExactly(APPLIED);
    }

    @Test
    void every_state_is_reachable_and_leads_to_an_end() {
        assertThat(reachableFrom(ISSUED)).containsAll(EnumSet.complementOf(EnumSet.of(ISSUED)));
        for (CommandState state : CommandState.values()) {
            assertThat(state.isFinal() || reachableFrom(state).stream().anyMatch(CommandState::isFinal))
                    .as("%s ends", state)
                    .isTrue();
        }
    }

    @Test
    void a_command_is_received_once() {
        assertThat(before(ISSUED)).isEmpty();
    }

    @Test
    void approval_follows_only_a_plan_that_waits() {
        assertThat(before(APPROVED)).containsExactly(AWAITING_APPROVAL);
    }

    /** A mail or a call may have been sent, and CANCELLED or EXPIRED would say that nothing was done. */
    @Test
    void an_executing_command_ends_applied_or_failed() {
        assertThat(EXECUTING.next()).containsExactlyInAnyOrder(EXECUTING, APPLIED, FAILED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ISSUED", "AWAITING_APPROVAL", "APPROVED", "HELD"})
    void a_command_without_an_effect_can_be_cancelled_or_rejected_and_can_expire(CommandState state) {
        assertThat(state.next()).contains(CANCELLED, REJECTED, EXPIRED, STALE, NO_CHANGE, UNSUPPORTED, FAILED);
    }

    @Test
    void a_plan_that_changes_after_its_approval_waits_again() {
        assertThat(APPROVED.next()).contains(AWAITING_APPROVAL).doesNotContain(PLANNED);
        assertThat(AWAITING_APPROVAL.next()).contains(AWAITING_APPROVAL);
    }

    @Test
    void a_held_command_is_planned_again_and_can_be_held_again() {
        assertThat(HELD.next()).contains(HELD, PLANNED, AWAITING_APPROVAL, APPLIED, EXECUTING, REJECTED);
        assertThat(List.of(ISSUED.next(), APPROVED.next())).allMatch(next -> next.contains(HELD));
    }

    @Test
    void the_table_in_the_readme_is_the_same() throws Exception {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .containsSequence(Arrays.stream(CommandState.values())
                        .map(CommandStateTest::row)
                        .toList());
    }

    private static String row(CommandState state) {
        String next = state.next().stream().map(other -> "`" + other + "`").collect(Collectors.joining(" "));
        return "| `" + state + "` | " + (state.isFinal() ? "yes" : "") + " | " + next + " |";
    }

    private static Set<CommandState> before(CommandState state) {
        EnumSet<CommandState> before = EnumSet.allOf(CommandState.class);
        before.removeIf(other -> !other.next().contains(state));
        return before;
    }

    private static Set<CommandState> reachableFrom(CommandState start) {
        EnumSet<CommandState> reached = EnumSet.noneOf(CommandState.class);
        Deque<CommandState> open = new ArrayDeque<>(start.next());
        while (!open.isEmpty()) {
            CommandState state = open.pop();
            if (reached.add(state)) {
                open.addAll(state.next());
            }
        }
        return reached;
    }
}
