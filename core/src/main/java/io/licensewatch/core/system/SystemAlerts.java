package io.licensewatch.core.system;

import io.licensewatch.core.alert.AlertDesk;
import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.engine.AlertOutbox;
import io.licensewatch.core.engine.OpenAlertCounts;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The alerts of the system itself, through the same desk as those of tenants. */
final class SystemAlerts {
    private static final int STATE = 0x01;
    private static final int OPEN = 0x02;
    private static final int COUNTS = 0x03;

    private final KeyValues states;
    private final KeyValues open;
    private final AlertDesk desk;
    private final SystemCommands commands;
    private final AlertOutbox outbox;
    private final OpenAlertCounts counts;

    SystemAlerts(KeyValues store, AlertDesk desk, SystemCommands commands, AlertOutbox outbox) {
        this.states = new Space(store, STATE);
        this.open = new Space(store, OPEN);
        this.desk = desk;
        this.commands = commands;
        this.outbox = outbox;
        this.counts = new OpenAlertCounts(new Space(store, COUNTS));
    }

    /**
     * One look.
     *
     * @param wakeAt when time alone can lead further
     * @param changed whether something was told
     */
    record Look(Instant wakeAt, boolean changed) {}

    Look look(Observation observation, Instant now, boolean seeded) {
        return look(observation, now, seeded, List.of());
    }

    /** @param rows by which it is over, if it is */
    Look look(Observation observation, Instant now, boolean seeded, List<Evidence> rows) {
        String rule = observation.rule().id();
        byte[] key = key(rule, observation.subject());
        byte[] stored = states.get(key);
        CommandBook book = commands.book();
        AlertDesk.Outcome outcome =
                desk.handle(AlertEvent.SYSTEM_TENANT, null, observation, stored, now, seeded, Instant.MIN, book);
        byte[] next = outcome.next();
        if (next != stored) {
            if (next == null) {
                states.delete(key);
            } else {
                states.put(key, next);
            }
        }
        Instant openedAt = outcome.open().map(TenantStatus.OpenAlert::openedAt).orElse(Instant.MAX);
        outcome.commands().forEach(command -> book.sent(command, openedAt));
        for (AlertEvent event : outcome.events()) {
            counts.count(event, outcome.severityBefore());
            boolean over = event.status() == AlertStatus.RESOLVED && !rows.isEmpty();
            outbox.alert((over ? event.by(rows) : event).with(book.of(event.alertId())));
            if (outcome.open().isPresent()) {
                open.put(key, new byte[0]);
            } else {
                open.delete(key);
            }
        }
        for (RemediationCommand command : outcome.commands()) {
            outbox.command(command, outcome.cause());
        }
        if (outcome.retire()) {
            outbox.retireAlert(
                    AlertEvent.SYSTEM_TENANT,
                    AlertEvent.key(AlertEvent.SYSTEM_TENANT, rule, observation.subject()),
                    now);
        }
        return new Look(
                book.takeNews() ? Instant.EPOCH : outcome.wakeAt(),
                !outcome.events().isEmpty());
    }

    /** Takes up alerts where a state that is gone has left them; returns them. */
    List<FormerAlerts.Former> recall(FormerAlerts alerts) {
        List<FormerAlerts.Former> recalled = desk.recall(alerts);
        for (FormerAlerts.Former former : recalled) {
            byte[] key = key(former.last().rule(), former.last().subject());
            states.put(key, former.stored());
            if (former.isOpen()) {
                open.put(key, new byte[0]);
                counts.count(former.last(), null);
            }
        }
        return recalled;
    }

    /** The subjects for which an alert of the rule is open. */
    Set<String> open(String rule) {
        Set<String> subjects = new TreeSet<>();
        byte[] all = new KeyWriter().text(rule).toBytes();
        open.scan(all, KeyWriter.after(all), (key, value) -> {
            KeyReader in = new KeyReader(key);
            in.text();
            return subjects.add(in.text());
        });
        return subjects;
    }

    /** When the episode began that is open; null when none is. */
    @Nullable
    Instant openedAt(String rule, String subject) {
        return AlertDesk.openedAt(states.get(key(rule, subject)));
    }

    OpenAlertCounts counts() {
        return counts;
    }

    private static byte[] key(String rule, String subject) {
        return new KeyWriter().text(rule).text(subject).toBytes();
    }
}
