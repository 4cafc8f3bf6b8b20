package io.licensewatch.local.demo;

import io.licensewatch.cli.TopicRecord;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A record of a public topic that the scenario has to account for. */
sealed interface PublicRecord {
    /** A short text for the list of what was not expected. */
    @Override
    String toString();

    record OfAlert(AlertEvent alert) implements PublicRecord {
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
        public String toString() {
            return "command " + command.kind() + " " + command.type() + " for " + command.tenantId() + ": "
                    + command.summary();
        }
    }

    /** Something that could not be understood, which a demo must not have. */
    record Unreadable(String topic, String reason) implements PublicRecord {
        @Override
        public String toString() {
            return "record on " + topic + ": " + reason;
        }
    }

    /** Empty for topics that only repeat what alerts and commands say. */
    static Optional<PublicRecord> of(TopicRecord read) {
        byte[] json = read.value() == null ? new byte[0] : read.value().getBytes(StandardCharsets.UTF_8);
        try {
            return switch (read.topic()) {
                case Topics.ALERTS -> Optional.of(new OfAlert(JsonCodec.ALERT.decode(json)));
                case Topics.COMMANDS -> Optional.of(new OfCommand(JsonCodec.COMMAND.decode(json)));
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
