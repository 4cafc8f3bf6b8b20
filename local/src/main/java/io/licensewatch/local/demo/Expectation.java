package io.licensewatch.local.demo;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.util.List;

/** One record that must come. */
sealed interface Expectation {
    boolean isMetBy(PublicRecord read);

    /** A short text for the list of what is missing. */
    @Override
    String toString();

    /** An alert's transition. */
    record OfAlert(
            String tenantId,
            String tenant,
            String rule,
            AlertStatus status,
            String stage,
            Severity severity,
            Level level,
            List<Route> routes)
            implements Expectation {
        public OfAlert {
            routes = List.copyOf(routes);
        }

        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfAlert came && isMetBy(came.alert());
        }

        private boolean isMetBy(AlertEvent alert) {
            return alert.tenantId().equals(tenantId)
                    && alert.rule().equals(rule)
                    && alert.status() == status
                    && alert.stage().equals(stage)
                    && alert.severity() == severity
                    && alert.level() == level
                    && alert.routes().equals(routes);
        }

        @Override
        public String toString() {
            return "alert " + status + " " + rule + " " + stage + " " + severity + " " + level + " " + routes + " of "
                    + tenant;
        }
    }

    /** A command, or its withdrawal. */
    record OfCommand(String tenantId, String tenant, CommandKind kind, CommandType type) implements Expectation {
        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfCommand came && isMetBy(came.command());
        }

        private boolean isMetBy(RemediationCommand command) {
            return command.tenantId().equals(tenantId) && command.kind() == kind && command.type() == type;
        }

        @Override
        public String toString() {
            return "command " + kind + " " + type + " for " + tenant;
        }
    }
}
