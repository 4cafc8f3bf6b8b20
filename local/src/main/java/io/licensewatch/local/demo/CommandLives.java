package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the worker has reported: which plans wait for a person, and which commands have ended. */
final class CommandLives {
    /** In the order in which they were reported. */
    private final List<RemediationResult> waiting = new ArrayList<>();

    private final Set<String> ended = new HashSet<>();
    private final Map<String, PublicRecord> crossing = new LinkedHashMap<>();
    private final Map<String, PublicRecord> held = new LinkedHashMap<>();
    private final Set<String> cancelled = new HashSet<>();

    void arrived(RemediationResult result) {
        waiting.removeIf(plan -> plan.commandId().equals(result.commandId()));
        if (result.state() == CommandState.AWAITING_APPROVAL) {
            waiting.add(result);
        } else if (result.state() == CommandState.CANCELLED) {
            cancelled.add(result.commandId());
        } else if (result.state().isFinal()) {
            ended.add(result.commandId());
        }
    }

    /** The plan that a person approves; it waits no more. */
    Optional<RemediationResult> take(Approval approval) {
        Optional<RemediationResult> plan = waiting.stream()
                .filter(one -> one.tenantId().equals(approval.customer().id()) && one.type() == approval.type())
                .findFirst();
        plan.ifPresent(waiting::remove);
        return plan;
    }

    /**
     * Takes a record that was not expected if it may be a CANCEL that crossed the command's end: the alert resolves when the change is
     * read, and whether that is before or after the worker's report is chance. Or if a limit may have held the command back until
     * its CANCEL arrived.
     */
    boolean mayCross(PublicRecord read) {
        if (read instanceof PublicRecord.OfCommand of && of.command().kind() == CommandKind.CANCEL) {
            return crossing.put(of.command().commandId(), read) == null;
        }
        return read instanceof PublicRecord.OfResult of
                && of.result().state() == CommandState.HELD
                && held.put(of.result().commandId(), read) == null;
    }

    /** Those whose command had not ended, or was not cancelled: they were not expected. */
    List<PublicRecord> crossedNothing() {
        return Stream.concat(without(ended, crossing), without(cancelled, held)).toList();
    }

    private static Stream<PublicRecord> without(Set<String> commandIds, Map<String, PublicRecord> read) {
        return read.entrySet().stream()
                .filter(one -> !commandIds.contains(one.getKey()))
                .map(Map.Entry::getValue);
    }
}
