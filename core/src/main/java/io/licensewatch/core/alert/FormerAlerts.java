package io.licensewatch.core.alert;

import io.licensewatch.core.alert.AlertState.Open;
import io.licensewatch.core.alert.AlertState.Quiet;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.IssuedCommand;
import io.licensewatch.core.remedy.IssuedCommand.Outstanding;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.EventId;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Alerts that an earlier state published, from which a task without state continues. An alert that is open stays open, and no event
 * id is used for a second transition.
 */
public final class FormerAlerts {
    private static final Comparator<AlertEvent> ORDER =
            Comparator.comparingInt(AlertEvent::episode).thenComparingInt(AlertEvent::sequence);

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    /** Leaves room to count on. */
    private static final int MOST = 1_000_000_000;

    private final Map<String, AlertEvent> last = new TreeMap<>();
    private final Map<Episode, Map<Purpose, IssuedCommand>> issued = new HashMap<>();

    private record Episode(String alertId, int number) {}

    /** An alert has one command of each at a time. */
    private record Purpose(CommandType type, String target) {}

    /**
     * One of them.
     *
     * @param last the event that was published last
     * @param stored what it continues from
     */
    public record Former(AlertEvent last, StoredAlert stored) {
        public boolean isOpen() {
            return last.status() != AlertStatus.RESOLVED;
        }
    }

    /**
     * A transition that was published; in any order.
     *
     * @throws MalformedRecordException when licensewatch cannot have written it
     */
    public void published(String key, AlertEvent event) throws MalformedRecordException {
        if (!event.key().equals(key)) {
            throw new MalformedRecordException("its key is not that of its alert");
        }
        AlertIdentity identity = new AlertIdentity(event.tenantId(), rule(event), event.subject());
        if (!identity.alertId().equals(event.alertId())
                || !event.eventId().equals(new EventId(event.alertId(), event.episode(), event.sequence()).text())
                || !counts(event.episode())
                || !counts(event.sequence())) {
            throw new MalformedRecordException("its ids are not those of its alert");
        }
        if (event.openedAt().isBefore(EARLIEST) || event.occurredAt().isAfter(LATEST)) {
            throw new MalformedRecordException("its times are none of ours");
        }
        requireStorable(() ->
                Objects.requireNonNull(record(event, List.of(), Duration.ZERO).toBytes()));
        last.merge(key, event, (one, other) -> ORDER.compare(one, other) > 0 ? one : other);
    }

    private static boolean counts(int number) {
        return number >= 1 && number <= MOST;
    }

    private static Rule rule(AlertEvent event) throws MalformedRecordException {
        boolean system = event.tenantId().equals(AlertEvent.SYSTEM_TENANT);
        Optional<Rule> rule = Arrays.stream(Rule.values())
                .filter(known -> known.id().equals(event.rule()))
                .filter(known -> Rule.ofTenants().contains(known) != system)
                .findFirst();
        return rule.orElseThrow(() -> new MalformedRecordException("its rule is none of ours"));
    }

    /**
     * A command that was published; those of one tenant in their order.
     *
     * @throws MalformedRecordException when licensewatch cannot have written it
     */
    public void sent(RemediationCommand command) throws MalformedRecordException {
        if (command.origin() == CommandOrigin.OPERATOR || command.type() == CommandType.END_EXTENSION) {
            return; // no alert asks for it
        }
        EventId event = EventId.parse(command.eventId())
                .filter(id -> id.alertId().equals(command.alertId()) && counts(command.attempt()))
                .orElseThrow(() -> new MalformedRecordException("its ids are not those of its alert"));
        Outstanding outstanding = command.kind() == CommandKind.CANCEL
                ? null
                : new Outstanding(command.parameters(), command.mode(), command.deadline(), command.summary());
        IssuedCommand sent = new IssuedCommand(command.type(), command.target(), command.attempt(), outstanding);
        requireStorable(() -> IssuedCommandParts.write(List.of(sent), new ValueWriter(0)));
        issued.computeIfAbsent(new Episode(event.alertId(), event.episode()), e -> new LinkedHashMap<>())
                .put(new Purpose(command.type(), command.target()), sent);
    }

    /** What can be stored has all that a record of ours has; others may lack a severity, a time, a list. */
    private static void requireStorable(Runnable storing) throws MalformedRecordException {
        try {
            storing.run();
        } catch (RuntimeException e) {
            throw new MalformedRecordException("it lacks what a record of ours has: " + e.getMessage());
        }
    }

    /** When the episode began that asked for a command, if it is open; {@link Instant#MAX} otherwise. */
    public Instant openedAt(RemediationCommand command) {
        return last.values().stream()
                .filter(event -> event.alertId().equals(command.alertId()))
                .filter(event -> event.status() != AlertStatus.RESOLVED)
                .filter(event -> command.eventId().startsWith(EventId.prefix(event.alertId(), event.episode())))
                .map(AlertEvent::openedAt)
                .findFirst()
                .orElse(Instant.MAX);
    }

    public int size() {
        return last.size();
    }

    /** All of them. */
    List<Former> all(Duration retireAfter) {
        List<Former> all = new ArrayList<>();
        for (AlertEvent event : last.values()) {
            Collection<IssuedCommand> commands = issued.getOrDefault(
                            new Episode(event.alertId(), event.episode()), Map.of())
                    .values();
            all.add(new Former(event, StoredAlert.of(record(event, List.copyOf(commands), retireAfter))));
        }
        return all;
    }

    private static AlertRecord record(AlertEvent event, List<IssuedCommand> commands, Duration retireAfter) {
        if (event.status() == AlertStatus.RESOLVED) {
            return new AlertRecord(new Quiet(event.episode(), event.occurredAt().plus(retireAfter)), List.of());
        }
        return new AlertRecord(
                new Open(event.episode(), event.sequence(), event.openedAt(), published(event), null), commands);
    }

    private static PublishedAlert published(AlertEvent event) {
        return new PublishedAlert(
                Condition.recalled(event.stage(), event.severity(), event.level()),
                event.routes(),
                event.summary(),
                event.measurement(),
                event.affectedUsers(),
                event.details(),
                event.evidence());
    }
}
