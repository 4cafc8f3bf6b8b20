package io.licensewatch.cli;

import static io.licensewatch.cli.Palette.plain;

import io.licensewatch.control.PauseWords;
import io.licensewatch.control.StepText;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A record as a line of text: time, severity, subject, tenant. Times are source time in UTC. */
public final class RecordText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Palette palette;

    public RecordText(Palette palette) {
        this.palette = palette;
    }

    public String line(TopicRecord read) {
        return palette.faint(TIME.format(read.timestamp())) + "  " + what(read);
    }

    private String what(TopicRecord read) {
        String value = read.value();
        if (value == null) {
            return plain(read.key() + "  removed");
        }
        try {
            byte[] json = value.getBytes(StandardCharsets.UTF_8);
            return switch (read.topic()) {
                case Topics.ALERTS, Topics.ALERTS_CURRENT -> alert(JsonCodec.ALERT.decode(json));
                case Topics.COMMANDS -> command(JsonCodec.COMMAND.decode(json));
                case Topics.RESULTS -> result(JsonCodec.RESULT.decode(json));
                case Topics.VERDICTS -> verdict(JsonCodec.VERDICT.decode(json));
                case Topics.PAUSES -> pauses(JsonCodec.PAUSES.decode(json));
                case Topics.ACTIONS -> action(JsonCodec.ACTION.decode(json));
                case Topics.TENANTS -> tenant(JsonCodec.TENANT_STATUS.decode(json));
                case Topics.HEALTH -> health(JsonCodec.SYSTEM_HEALTH.decode(json));
                case Topics.DEAD_LETTERS -> deadLetter(read, value);
                default -> plain(read.key() + "  " + value);
            };
        } catch (MalformedRecordException e) {
            return plain(read.key() + "  " + value);
        }
    }

    String alert(AlertEvent alert) {
        String grade = padded(alert.severity() + " " + alert.level(), 11);
        boolean over = alert.status() == AlertStatus.RESOLVED;
        return String.join(
                "  ",
                over ? palette.good(padded("RESOLVED", 8)) : palette.strong(padded(alert.status(), 8)),
                over ? palette.faint(grade) : palette.severity(alert.severity(), grade),
                padded(alert.rule(), 18),
                padded(alert.stage(), 10),
                name(alert.tenantId(), alert.tenantName()),
                plain(alert.summary()),
                palette.faint(routes(alert)));
    }

    private static String routes(AlertEvent alert) {
        return alert.routes().stream().map(Enum::name).collect(Collectors.joining("+", "[", "]"));
    }

    String command(RemediationCommand command) {
        boolean issue = command.kind() == CommandKind.ISSUE;
        return String.join(
                "  ",
                issue ? palette.strong("ISSUE ") : palette.good("CANCEL"),
                padded(command.type(), 25),
                padded(command.mode(), 7),
                palette.name(plain(command.tenantId())),
                plain(command.target()),
                plain(command.summary()),
                palette.faint("by " + TIME.format(command.deadline())));
    }

    private String result(RemediationResult result) {
        return String.join(
                "  ",
                palette.strong(padded(result.state(), 17)),
                padded(result.type(), 25),
                palette.name(plain(result.tenantId())),
                plain(result.commandId()),
                plain(StepText.of(result)));
    }

    private String verdict(Verdict verdict) {
        String effect = padded(verdict.effect(), 17);
        return String.join(
                "  ",
                verdict.effect() == Effect.EFFECTIVE ? palette.good(effect) : palette.bad(effect),
                padded(verdict.type(), 25),
                palette.name(plain(verdict.tenantId())),
                plain(verdict.commandId()),
                plain(StepText.of(verdict)));
    }

    private String action(OperatorAction action) {
        return String.join(
                "  ",
                palette.strong(padded(action.kind(), 7)),
                palette.name(plain(action.tenantId())),
                plain(StepText.of(action)));
    }

    private String pauses(Pauses pauses) {
        String words = pauses.pauses().stream()
                .map(pause -> PauseWords.of(pause.tenantId(), pause.type()) + " by " + pause.by()
                        + (pause.reason() == null ? "" : ": " + pause.reason()))
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? "nothing is paused" : palette.bad("paused") + "  " + plain(words);
    }

    private String tenant(TenantStatus tenant) {
        return String.join(
                "  ",
                padded("score " + tenant.score(), 9),
                name(tenant.tenantId(), tenant.tenantName()),
                tenant.inScope() ? "" : "out of scope",
                "seats " + tenant.seats().used() + "/" + limit(tenant.seats().limit()) + " "
                        + plain(tenant.seats().stage()),
                tenant.features().stream()
                                .filter(TenantStatus.Feature::licensed)
                                .count() + "/" + tenant.features().size() + " features licensed",
                "drift " + tenant.drift().effectiveItems(),
                open(tenant.openAlerts()));
    }

    private static String health(SystemHealth health) {
        String costs = health.parts().stream()
                .map(part -> part.rule() + " " + part.openAlerts() + "x -" + part.cost())
                .collect(Collectors.joining(", "));
        String fixes = health.fixesNeeded() == null ? "out of reach" : health.fixesNeeded() + " fixes needed";
        return String.join(
                "  ",
                padded("score " + health.score(), 9),
                "of " + health.liveTenants() + " live tenants",
                plain(costs),
                health.fixes().isEmpty() && health.fixesNeeded() != null ? "" : fixes);
    }

    private static String limit(@Nullable Long limit) {
        return limit == null ? "-" : Long.toString(limit);
    }

    private String open(List<TenantStatus.OpenAlert> alerts) {
        return alerts.stream()
                .map(alert -> palette.severity(alert.severity(), plain(alert.rule() + " " + alert.stage())))
                .collect(Collectors.joining(", "));
    }

    private String deadLetter(TopicRecord read, String value) {
        Map<String, String> headers = read.headers();
        return palette.bad(plain(headers.getOrDefault(RecordHeaders.REASON, "no reason given"))) + "  "
                + plain(headers.getOrDefault(RecordHeaders.ORIGIN_TOPIC, "?") + "-"
                        + headers.getOrDefault(RecordHeaders.ORIGIN_PARTITION, "?") + " at "
                        + headers.getOrDefault(RecordHeaders.ORIGIN_OFFSET, "?") + "  " + read.key() + "  "
                        + value.length() + " characters");
    }

    private String name(String id, @Nullable String name) {
        return name == null ? palette.name(plain(id)) : palette.name(plain(name)) + " " + palette.faint(plain(id));
    }

    private static String padded(Object text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", plain(String.valueOf(text)));
    }
}
