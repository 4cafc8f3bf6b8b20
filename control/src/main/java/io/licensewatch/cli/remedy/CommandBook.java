package io.licensewatch.cli.remedy;

import io.licensewatch.cli.TopicRecord;
import io.licensewatch.control.CommandView;
import io.licensewatch.control.RefusedException;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects records about commands, grouped by command. */
final class CommandBook {
    private final Map<String, Pieces> commands = new LinkedHashMap<>();
    private final Map<String, AlertEvent> alerts = new HashMap<>();
    private final Set<String> tenants = new HashSet<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    private static final class Pieces {
        private final List<RemediationCommand> commands = new ArrayList<>();
        private final List<RemediationResult> results = new ArrayList<>();
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<OperatorAction> actions = new ArrayList<>();

        private Optional<CommandView> view() {
            return CommandView.of(commands, results, verdicts, actions);
        }
    }

    void add(TopicRecord read) {
        String value = read.value();
        if (read.topic().equals(Topics.TENANTS)) {
            tenant(read.key(), value);
        } else if (value != null) {
            try {
                add(read.topic(), value.getBytes(StandardCharsets.UTF_8));
            } catch (MalformedRecordException e) {
                leftOut.merge(read.topic(), 1, Integer::sum);
            }
        }
    }

    private void tenant(@Nullable String key, @Nullable String value) {
        if (key != null && value != null) {
            tenants.add(key);
        } else if (key != null) {
            tenants.remove(key);
        }
    }

    private void add(String topic, byte[] json) throws MalformedRecordException {
        switch (topic) {
            case Topics.COMMANDS -> {
                RemediationCommand command = JsonCodec.COMMAND.decode(json);
                pieces(command.commandId()).commands.add(command);
            }
            case Topics.RESULTS -> {
                RemediationResult result = JsonCodec.RESULT.decode(json);
                pieces(result.commandId()).results.add(result);
            }
            case Topics.VERDICTS -> {
                Verdict verdict = JsonCodec.VERDICT.decode(json);
                pieces(verdict.commandId()).verdicts.add(verdict);
            }
            case Topics.ACTIONS -> {
                OperatorAction action = JsonCodec.ACTION.decode(json);
                if (action.commandId() != null) {
                    pieces(action.commandId()).actions.add(action);
                }
            }
            case Topics.ALERTS_CURRENT -> {
                AlertEvent alert = JsonCodec.ALERT.decode(json);
                alerts.put(alert.alertId(), alert);
            }
            default -> throw new IllegalArgumentException("not about commands: " + topic);
        }
    }

    private Pieces pieces(String commandId) {
        return commands.computeIfAbsent(commandId, id -> new Pieces());
    }

    /** The commands, oldest first. */
    List<CommandView> views() {
        return commands.values().stream()
                .flatMap(pieces -> pieces.view().stream())
                .sorted(Comparator.comparing(
                                (CommandView view) -> view.command().issuedAt())
                        .thenComparing(CommandView::id))
                .toList();
    }

    Optional<CommandView> view(String commandId) {
        return Optional.ofNullable(commands.get(commandId)).flatMap(Pieces::view);
    }

    /**
     * @param idOrPrefix an id or a unique prefix of one
     * @throws RefusedException if no command matches or several do
     */
    CommandView find(String idOrPrefix) {
        Optional<CommandView> exact = view(idOrPrefix);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<CommandView> found = views().stream()
                .filter(view -> !idOrPrefix.isEmpty() && view.id().startsWith(idOrPrefix))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty() ? RefusedException.unknown(idOrPrefix) : RefusedException.ambiguous(idOrPrefix, found);
    }

    /** The command that was issued for a request. */
    Optional<CommandView> ofAlert(String alertId) {
        return views().stream()
                .filter(view -> view.command().alertId().equals(alertId))
                .findFirst();
    }

    Optional<AlertEvent> alert(String alertId) {
        return Optional.ofNullable(alerts.get(alertId));
    }

    boolean knowsTenant(String tenantId) {
        return tenants.contains(tenantId);
    }

    /** The number of records of each topic that break its contract. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }
}
