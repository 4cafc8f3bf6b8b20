package io.licensewatch.local.demo;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record that must be published. */
sealed interface Expectation {
    boolean isMetBy(PublicRecord read);

    /** A short text for the list of what is missing. */
    @Override
    String toString();

    /**
     * An alert's transition.
     *
     * @param reason null for any
     */
    record OfAlert(
            String tenantId,
            String tenant,
            String rule,
            AlertStatus status,
            String stage,
            Severity severity,
            Level level,
            List<Route> routes,
            @Nullable String reason)
            implements Expectation {
        public OfAlert {
            routes = List.copyOf(routes);
        }

        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfAlert of && isMetBy(of.alert());
        }

        private boolean isMetBy(AlertEvent alert) {
            return alert.tenantId().equals(tenantId)
                    && alert.rule().equals(rule)
                    && alert.status() == status
                    && alert.stage().equals(stage)
                    && alert.severity() == severity
                    && alert.level() == level
                    && alert.routes().equals(routes)
                    && (reason == null || reason.equals(alert.reason()));
        }

        @Override
        public String toString() {
            return "alert " + status + " " + rule + " " + stage + " " + severity + " " + level + " " + routes
                    + (reason == null ? "" : " " + reason) + " of " + tenant;
        }
    }

    /** A command, or its withdrawal. */
    record OfCommand(String tenantId, String tenant, CommandKind kind, CommandType type) implements Expectation {
        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfCommand of && isMetBy(of.command());
        }

        private boolean isMetBy(RemediationCommand command) {
            return command.tenantId().equals(tenantId) && command.kind() == kind && command.type() == type;
        }

        @Override
        public String toString() {
            return "command " + kind + " " + type + " for " + tenant;
        }
    }

    /**
     * What became of a command at the worker.
     *
     * @param reason why; null where the state says it all
     */
    record OfResult(
            String tenantId,
            String tenant,
            CommandType type,
            CommandState state,
            @Nullable String reason) implements Expectation {
        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfResult of && isMetBy(of.result());
        }

        private boolean isMetBy(RemediationResult result) {
            return result.tenantId().equals(tenantId)
                    && result.type() == type
                    && result.state() == state
                    && (reason == null || reason.equals(result.reason()));
        }

        @Override
        public String toString() {
            return "result " + state + (reason == null ? "" : " " + reason) + " " + type + " for " + tenant;
        }
    }

    /** One of two, whichever is published first. */
    record Either(Expectation one, Expectation other) implements Expectation {
        @Override
        public boolean isMetBy(PublicRecord read) {
            return one.isMetBy(read) || other.isMetBy(read);
        }

        @Override
        public String toString() {
            return one + ", or " + other;
        }
    }

    /** What the change stream says of an applied command. */
    record OfVerdict(String tenantId, String tenant, CommandType type, Effect effect) implements Expectation {
        @Override
        public boolean isMetBy(PublicRecord read) {
            return read instanceof PublicRecord.OfVerdict of && isMetBy(of.verdict());
        }

        private boolean isMetBy(Verdict verdict) {
            return verdict.tenantId().equals(tenantId) && verdict.type() == type && verdict.effect() == effect;
        }

        @Override
        public String toString() {
            return "verdict " + effect + " " + type + " for " + tenant;
        }
    }
}
