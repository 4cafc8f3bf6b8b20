package io.licensewatch.local.demo;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A tenant of the made-up SaaS, and what a scenario may expect of it. */
record Customer(String name) {
    /** Whom alerts about no single tenant are about. */
    static final Customer SYSTEM = new Customer("the system itself");

    /** Why an alert is one level higher. */
    static final String IN_VAIN = "REMEDIATION_INEFFECTIVE";

    /** Severity, level and route of an alert: the combinations that the rules know. */
    enum Grade {
        INFO(Severity.INFO, Level.L1, Route.EMAIL),
        WARNING(Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK),
        WARNING_L2(Severity.WARNING, Level.L2, Route.EMAIL, Route.SLACK),
        CRITICAL(Severity.CRITICAL, Level.L2, Route.PAGE),
        CRITICAL_L3(Severity.CRITICAL, Level.L3, Route.PAGE);

        private final Severity severity;
        private final Level level;
        private final List<Route> routes;

        Grade(Severity severity, Level level, Route... routes) {
            this.severity = severity;
            this.level = level;
            this.routes = List.of(routes);
        }
    }

    /** As {@code tenant(name)} in schema.sql. */
    String id() {
        if (this.equals(SYSTEM)) {
            return AlertEvent.SYSTEM_TENANT;
        }
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(("tenant " + name).getBytes(StandardCharsets.UTF_8));
            String hex = String.format(Locale.ROOT, "%032x", new BigInteger(1, md5));
            return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has MD5
        }
    }

    Expectation opens(String rule, String stage, Grade grade) {
        return alert(AlertStatus.OPEN, rule, stage, grade, null);
    }

    Expectation becomes(String rule, String stage, Grade grade) {
        return alert(AlertStatus.UPDATED, rule, stage, grade, null);
    }

    /** What was done did not help. */
    Expectation escalates(String rule, String stage, Grade grade) {
        return alert(AlertStatus.UPDATED, rule, stage, grade, IN_VAIN);
    }

    /** With the stage and grade that it had last. */
    Expectation resolves(String rule, String stage, Grade grade) {
        return alert(AlertStatus.RESOLVED, rule, stage, grade, null);
    }

    Expectation issues(CommandType type) {
        return new Expectation.OfCommand(id(), name, CommandKind.ISSUE, type);
    }

    Expectation cancels(CommandType type) {
        return new Expectation.OfCommand(id(), name, CommandKind.CANCEL, type);
    }

    /** One that is held is taken back, unless the worker has tried it again before and found it out of date. */
    Expectation withdraws(CommandType type) {
        return new Expectation.Either(cancels(type), result(type, CommandState.STALE, null));
    }

    /** The worker has planned it and waits for a person. */
    Expectation awaits(CommandType type) {
        return result(type, CommandState.AWAITING_APPROVAL, null);
    }

    Expectation applied(CommandType type) {
        return result(type, CommandState.APPLIED, null);
    }

    Expectation unchanged(CommandType type, String reason) {
        return result(type, CommandState.NO_CHANGE, reason);
    }

    Expectation held(CommandType type, String reason) {
        return result(type, CommandState.HELD, reason);
    }

    Expectation effective(CommandType type) {
        return new Expectation.OfVerdict(id(), name, type, Effect.EFFECTIVE);
    }

    Expectation ineffective(CommandType type) {
        return new Expectation.OfVerdict(id(), name, type, Effect.INEFFECTIVE);
    }

    private Expectation result(CommandType type, CommandState state, @Nullable String reason) {
        return new Expectation.OfResult(id(), name, type, state, reason);
    }

    private Expectation alert(AlertStatus status, String rule, String stage, Grade grade, @Nullable String reason) {
        return new Expectation.OfAlert(
                id(), name, rule, status, stage, grade.severity, grade.level, grade.routes, reason);
    }
}
