package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.NoPrecedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One alert's life, look by look. Between two looks only the stored bytes live on, so every test is one of a restart too.
 * Whatever comes out is held against the contracts.
 */
public final class AlertStory {
    public static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    public static final String TENANT = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";
    static final Duration RETIRE_AFTER = Duration.ofHours(24);

    private final AlertEvaluator evaluator;
    private final Rule rule;
    private final List<AlertEvent> events = new ArrayList<>();
    private final List<RemediationCommand> commands = new ArrayList<>();
    private byte @Nullable [] stored;
    private AlertOutcome last = AlertOutcome.NOTHING;

    public AlertStory(Rule rule) {
        this(rule, ForDurationSettings.defaults());
    }

    AlertStory(Rule rule, ForDurationSettings holds) {
        this(rule, holds, RemedySettings.defaults());
    }

    public AlertStory(Rule rule, RemedySettings remedies) {
        this(rule, ForDurationSettings.defaults(), remedies);
    }

    private AlertStory(Rule rule, ForDurationSettings holds, RemedySettings remedies) {
        this.evaluator = new AlertEvaluator(holds, remedies, RETIRE_AFTER);
        this.rule = rule;
    }

    /** Returns what was published, such as {@code 1:1 OPEN CONDITION_MET}; empty for nothing. */
    public String holds(double seconds, Finding finding) {
        return look(seconds, new Observation.Holds(rule, finding), false);
    }

    String holdsAtSnapshotEnd(double seconds, Finding finding) {
        return look(seconds, new Observation.Holds(rule, finding), true);
    }

    public String absent(double seconds) {
        return absent(seconds, "CLEARED");
    }

    public String absent(double seconds, String reason) {
        return look(seconds, new Observation.Absent(rule, reason), false);
    }

    /** All that is known is what was published; each record as a reader of its topic gets it. */
    void stateIsLost() {
        FormerAlerts former = new FormerAlerts();
        try {
            for (AlertEvent event : events) {
                former.published(event.key(), JsonCodec.ALERT.decode(JsonCodec.ALERT.encode(event)));
            }
            for (RemediationCommand command : commands) {
                former.sent(JsonCodec.COMMAND.decode(JsonCodec.COMMAND.encode(command)));
            }
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
        stored = evaluator.recall(former).get(0).stored().toBytes();
    }

    String unknown(double seconds) {
        return look(seconds, new Observation.InsufficientData(rule, "public.tenants"), false);
    }

    String look(double seconds, Observation observation, boolean seeded) {
        return look(at(seconds), observation, seeded);
    }

    String look(Instant now, Observation observation, boolean seeded) {
        byte[] before = stored == null ? null : stored.clone();
        last = evaluator.evaluate(
                context(TENANT, "Harbour Chapel", now, seeded),
                observation,
                StoredAlert.read(stored),
                new NoPrecedents());
        if (before != null && !Arrays.equals(before, stored)) {
            throw new AssertionError("the stored bytes were changed in place");
        }
        stored = after(last, stored);
        commands.addAll(last.commands());
        last.commands().forEach(AlertStory::validate);
        AlertEvent event = last.event();
        if (event == null) {
            return "";
        }
        events.add(event);
        validate(event);
        return text(event);
    }

    /** An evaluation of which nobody knows more than the detector says. */
    public static AlertContext context(String tenantId, @Nullable String tenantName, Instant now, boolean seeded) {
        return new AlertContext(tenantId, tenantName, now, seeded, Instant.MIN, (rule, resolved) -> resolved);
    }

    /** What is stored after an evaluation. */
    static byte @Nullable [] after(AlertOutcome outcome, byte @Nullable [] before) {
        return outcome.store() == null ? before : outcome.store().toBytes();
    }

    static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    /** When the alert is to be evaluated again, in seconds since the start; -1 for never. */
    double wakesAt() {
        return last.wakeAt().equals(Instant.MAX)
                ? -1
                : Duration.between(START, last.wakeAt()).toMillis() / 1000.0;
    }

    AlertOutcome last() {
        return last;
    }

    byte @Nullable [] stored() {
        return stored;
    }

    public List<AlertEvent> events() {
        return events;
    }

    AlertEvent lastEvent() {
        return events.get(events.size() - 1);
    }

    public List<RemediationCommand> commands() {
        return commands;
    }

    /** What the last look asked for, such as {@code ISSUE UPGRADE_SEATS seats #1}. */
    public List<String> asks() {
        return last.commands().stream()
                .map(one -> one.kind() + " " + one.type() + " " + one.target() + " #" + one.attempt())
                .toList();
    }

    private static String text(AlertEvent event) {
        return event.episode() + ":" + event.sequence() + " " + event.status() + " " + event.reason();
    }

    static void validate(AlertEvent event) {
        ContractValidator.validate(
                Topics.ALERTS,
                bytes(event.key()),
                JsonCodec.ALERT.encode(event),
                Map.of(
                        RecordHeaders.TENANT, event.tenantId(),
                        RecordHeaders.RULE, event.rule(),
                        RecordHeaders.SEVERITY, event.severity().name(),
                        RecordHeaders.LEVEL, event.level().name(),
                        RecordHeaders.TYPE, event.status().name()));
    }

    static void validate(RemediationCommand command) {
        ContractValidator.validate(
                Topics.COMMANDS,
                bytes(command.tenantId()),
                JsonCodec.COMMAND.encode(command),
                Map.of(
                        RecordHeaders.TENANT, command.tenantId(),
                        RecordHeaders.TYPE, command.type().name(),
                        RecordHeaders.KIND, command.kind().name()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
