package io.licensewatch.local.demo;

import io.licensewatch.cli.TopicRecord;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A record of a public topic that the scenario has to account for. */
sealed interface PublicRecord {
    /** Begins the id of an alert's end. */
    String OVER = "over ";

    /** A short text for the list of what was not expected. */
    @Override
    String toString();

    /** What others name as their cause; empty where none does. */
    default List<String> ids() {
        return List.of();
    }

    /** Of the records that led to it. */
    default List<String> causes() {
        return List.of();
    }

    record OfAlert(AlertEvent alert) implements PublicRecord {
        @Override
        public List<String> ids() {
            return alert.status() == AlertStatus.RESOLVED
                    ? List.of(alert.eventId(), overId(alert.alertId()))
                    : List.of(alert.eventId());
        }

        private static String overId(String alertId) {
            return OVER + alertId;
        }

        @Override
        public List<String> causes() {
            return alert.evidence().stream()
                    .map(Evidence::commandId)
                    .filter(Objects::nonNull)
                    .distinct()
                    .map(OfResult::appliedId)
                    .toList();
        }

        @Override
        public String toString() {
            return "alert " + alert.status() + " " + alert.rule() + " " + alert.stage() + " " + alert.severity() + " "
                    + alert.level() + " " + alert.routes() + " of "
                    + (alert.tenantName() == null ? alert.tenantId() : alert.tenantName()) + ": " + alert.reason()
                    + ", "
                    + alert.summary();
        }
    }

    record OfCommand(RemediationCommand command) implements PublicRecord {
        @Override
        public List<String> ids() {
            return command.kind() == CommandKind.ISSUE ? List.of(command.commandId()) : List.of();
        }

        @Override
        public List<String> causes() {
            return List.of(command.eventId());
        }

        @Override
        public String toString() {
            return "command " + command.kind() + " " + command.type() + " for " + command.tenantId() + ": "
                    + command.summary();
        }
    }

    record OfResult(RemediationResult result) implements PublicRecord {
        private static final String TOO_LATE = "TOO_LATE";

        private static String appliedId(String commandId) {
            return "applied " + commandId;
        }

        /** Steps on the way to where it waits or ends are left out, and so is the answer to what was taken back. */
        boolean isNotable() {
            return switch (result.state()) {
                case ISSUED, APPROVED, EXECUTING, CANCELLED -> false;
                case PLANNED,
                        AWAITING_APPROVAL,
                        HELD,
                        APPLIED,
                        NO_CHANGE,
                        STALE,
                        UNSUPPORTED,
                        FAILED,
                        REJECTED,
                        EXPIRED,
                        REVERTED -> !TOO_LATE.equals(result.reason());
            };
        }

        @Override
        public List<String> ids() {
            return result.state() == CommandState.APPLIED ? List.of(appliedId(result.commandId())) : List.of();
        }

        @Override
        public List<String> causes() {
            return List.of(result.commandId());
        }

        @Override
        public String toString() {
            return "result " + result.state() + " " + result.type() + " for " + result.tenantId()
                    + Stream.of(
                                    result.reason(),
                                    result.error() == null
                                            ? null
                                            : result.error().message())
                            .filter(Objects::nonNull)
                            .reduce("", (words, more) -> words + ": " + more);
        }
    }

    record OfVerdict(Verdict verdict) implements PublicRecord {
        /** The alert itself has resolved. */
        private static final String CLEARED = "CLEARED";

        @Override
        public List<String> causes() {
            String applied = OfResult.appliedId(verdict.commandId());
            return verdict.reason().equals(CLEARED)
                    ? List.of(applied, OfAlert.overId(verdict.alertId()))
                    : List.of(applied);
        }

        @Override
        public String toString() {
            return "verdict " + verdict.effect() + " " + verdict.type() + " for " + verdict.tenantId() + ": "
                    + verdict.reason();
        }
    }

    /** Something that could not be understood, which a demo must not have. */
    record Unreadable(String topic, String reason) implements PublicRecord {
        @Override
        public String toString() {
            return "record on " + topic + ": " + reason;
        }
    }

    /** Empty for topics that only repeat what the others say, and for what people wrote. */
    static Optional<PublicRecord> of(TopicRecord read) {
        byte[] json = read.value() == null ? new byte[0] : read.value().getBytes(StandardCharsets.UTF_8);
        try {
            return switch (read.topic()) {
                case Topics.ALERTS -> Optional.of(new OfAlert(JsonCodec.ALERT.decode(json)));
                case Topics.COMMANDS -> Optional.of(new OfCommand(JsonCodec.COMMAND.decode(json)));
                case Topics.RESULTS -> Optional.of(new OfResult(JsonCodec.RESULT.decode(json)));
                case Topics.VERDICTS -> Optional.of(new OfVerdict(JsonCodec.VERDICT.decode(json)));
                case Topics.DEAD_LETTERS ->
                    Optional.of(new Unreadable(
                            read.topic(), read.headers().getOrDefault(RecordHeaders.REASON, "no reason")));
                default -> Optional.empty();
            };
        } catch (MalformedRecordException e) {
            return Optional.of(new Unreadable(read.topic(), String.valueOf(e.getMessage())));
        }
    }
}
