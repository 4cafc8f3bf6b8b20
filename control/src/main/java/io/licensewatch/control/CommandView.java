package io.licensewatch.control;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.NumberedId;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.RemediationResult.Plan;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The state of one command, folded from the topics.
 *
 * @param command the ISSUE; the CANCEL if the ISSUE is no longer kept
 * @param takenBack whether a CANCEL was read
 * @param results in the order of the worker's steps, each once
 * @param verdicts in their order, each once; the last one counts
 * @param actions decisions of people, in the order of reading
 */
public record CommandView(
        RemediationCommand command,
        boolean takenBack,
        List<RemediationResult> results,
        List<Verdict> verdicts,
        List<OperatorAction> actions) {
    public CommandView {
        results = List.copyOf(results);
        verdicts = List.copyOf(verdicts);
        actions = List.copyOf(actions);
    }

    /** Folds the records of one command, in any order across the topics, with repetitions. */
    public static Optional<CommandView> of(
            Collection<RemediationCommand> commands,
            Collection<RemediationResult> results,
            Collection<Verdict> verdicts,
            Collection<OperatorAction> actions) {
        return commands.stream()
                .min(Comparator.comparing(RemediationCommand::kind))
                .map(first -> new CommandView(
                        first,
                        commands.stream().anyMatch(one -> one.kind() == CommandKind.CANCEL),
                        once(results, RemediationResult::resultId).stream()
                                .sorted(Comparator.comparingInt(result -> number(result.resultId())))
                                .toList(),
                        once(verdicts, Verdict::verdictId).stream()
                                .sorted(Comparator.comparingInt(verdict -> number(verdict.verdictId())))
                                .toList(),
                        once(actions, OperatorAction::actionId)));
    }

    private static <T> List<T> once(Collection<T> records, Function<T, String> id) {
        Map<String, T> first = new LinkedHashMap<>();
        records.forEach(one -> first.putIfAbsent(id.apply(one), one));
        return List.copyOf(first.values());
    }

    /** The number at the end of an id; 0 without one, which licensewatch never writes. */
    private static int number(String id) {
        return NumberedId.parse(id).map(NumberedId::number).orElse(0);
    }

    public String id() {
        return command.commandId();
    }

    public Optional<RemediationResult> last() {
        return results.isEmpty() ? Optional.empty() : Optional.of(results.get(results.size() - 1));
    }

    public boolean isIn(CommandState state) {
        return last().filter(result -> result.state() == state).isPresent();
    }

    /** The last verdict of an applied command. */
    public Optional<Verdict> verdict() {
        return verdicts.isEmpty() || !isIn(CommandState.APPLIED)
                ? Optional.empty()
                : Optional.of(verdicts.get(verdicts.size() - 1));
    }

    public Optional<Plan> plan() {
        return last().map(RemediationResult::plan);
    }

    /** Whether the deadline has passed by this clock; the worker uses the database's clock. */
    public boolean isLate(Instant now) {
        return !now.isBefore(command.deadline());
    }
}
