package io.licensewatch.core.command;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Commands and verdicts that an earlier state published, from which a task without state continues: results are read again from their
 * beginning, and none is judged a second time.
 */
public final class FormerCommands {
    private final Map<String, TrackedCommand> issued = new LinkedHashMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();

    /**
     * A command that was published; those of one tenant in their order.
     *
     * @param openedAt when the episode began that asked for it; {@link Instant#MAX} when that has ended, or none did
     * @throws MalformedRecordException when licensewatch cannot have written it
     */
    public void sent(RemediationCommand command, Instant openedAt) throws MalformedRecordException {
        try {
            TrackedCommand one = TrackedCommand.of(command, openedAt);
            TrackedCommandBytes.write(one);
            TrackedCommand former = issued.get(command.commandId());
            if (command.kind() == CommandKind.ISSUE) {
                issued.putIfAbsent(command.commandId(), one);
                owners.putIfAbsent(command.commandId(), command.tenantId());
            } else if (former != null) {
                issued.put(command.commandId(), former.with(former.progress().takenBack(command.issuedAt())));
            }
        } catch (RuntimeException e) {
            throw new MalformedRecordException("it lacks what a command of ours has: " + e.getMessage());
        }
    }

    /** A verdict that was given; those of one tenant in their order. */
    public void judged(Verdict verdict) {
        TrackedCommand one = issued.get(verdict.commandId());
        if (one != null && verdict.tenantId().equals(owners.get(verdict.commandId()))) {
            Progress progress = one.progress();
            issued.put(
                    verdict.commandId(),
                    one.with(progress.judged(verdict.effect(), progress.verdicts() + 1, verdict.judgedAt())));
        }
    }

    /** Whose they are. */
    public Set<String> tenants() {
        return new LinkedHashSet<>(owners.values());
    }

    /** @param stores of each owner's commands */
    public void store(Function<String, KeyValues> stores) {
        issued.forEach((commandId, one) -> stores.apply(owners.getOrDefault(commandId, ""))
                .put(CommandKeys.issued(commandId), TrackedCommandBytes.write(one)));
    }
}
