package io.licensewatch.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a worker that does nothing would have before it. */
final class CommandLedger {
    private final Set<String> issuedEver = new HashSet<>();
    private final Map<String, RemediationCommand> outstanding = new LinkedHashMap<>();

    void take(RemediationCommand command, AlertEvent cause) {
        assertThat(command.eventId()).isEqualTo(cause.eventId());
        assertThat(command.issuedAt()).isEqualTo(cause.occurredAt());
        if (command.kind() == CommandKind.ISSUE) {
            assertThat(issuedEver.add(command.commandId()))
                    .as("an id is issued once")
                    .isTrue();
            if (command.type() == CommandType.NOTIFY_TENANT_ADMIN) {
                // The notice of the former stage is deemed done.
                outstanding.values().removeIf(other -> other.type() == CommandType.NOTIFY_TENANT_ADMIN);
            }
            assertThat(outstanding.values())
                    .as("one attempt at a time")
                    .noneMatch(other ->
                            other.type() == command.type() && other.target().equals(command.target()));
            outstanding.put(command.commandId(), command);
        } else {
            assertThat(outstanding.remove(command.commandId()))
                    .as("only what is outstanding is taken back")
                    .isNotNull();
        }
    }

    /** The refresh after a repair is nobody's to take back. */
    void assertNothingIsLeftOfAResolvedAlert() {
        assertThat(outstanding.values()).allMatch(one -> one.type() == CommandType.REFRESH_VIEWS);
        outstanding.clear();
    }
}
