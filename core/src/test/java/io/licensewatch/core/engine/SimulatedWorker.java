package io.licensewatch.core.engine;

import io.licensewatch.core.command.Reported;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A worker that does nothing at all and says whatever a worker may say, early, late and twice; now and then the source changes by
 * itself, so that it seems to have helped.
 */
final class SimulatedWorker {
    private final Random random;
    private final Map<String, RemediationCommand> open = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, RemediationResult> applied = new LinkedHashMap<>();
    private final List<RemediationResult> said = new ArrayList<>();
    private int seen;

    SimulatedWorker(Random random) {
        this.random = random;
    }

    /** Those that it has said to be carried out, by command. */
    Map<String, RemediationResult> applied() {
        return applied;
    }

    /** @param published what has been published so far, of which commands are its work */
    List<RemediationResult> act(List<Object> published, long lsn, Instant now) {
        for (; seen < published.size(); seen++) {
            if (published.get(seen) instanceof RemediationCommand command && command.kind() == CommandKind.ISSUE) {
                open.put(command.commandId(), command);
            }
        }
        if (!said.isEmpty() && random.nextInt(5) == 0) {
            return List.of(said.get(random.nextInt(said.size())));
        }
        if (open.isEmpty()) {
            return List.of();
        }
        List<RemediationCommand> choices = new ArrayList<>(open.values());
        RemediationCommand command = choices.get(random.nextInt(choices.size()));
        RemediationResult result = say(command, numbers.merge(command.commandId(), 1, Integer::sum), lsn, now);
        said.add(result);
        return List.of(result);
    }

    private RemediationResult say(RemediationCommand command, int number, long lsn, Instant now) {
        return switch (random.nextInt(6)) {
            case 0 -> Reported.held(command, number, "BUDGET");
            case 1 -> Reported.state(command, number, CommandState.AWAITING_APPROVAL);
            case 2 -> {
                open.remove(command.commandId());
                yield Reported.state(command, number, CommandState.FAILED);
            }
            default -> {
                open.remove(command.commandId());
                RemediationResult result = Reported.applied(command, number, lsn + random.nextInt(20), now);
                applied.put(command.commandId(), result);
                yield result;
            }
        };
    }
}
