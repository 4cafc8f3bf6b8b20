package io.licensewatch.worker.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A command as JSON, with the fields that tests vary. */
record TestCommand(
        String id,
        String kind,
        String type,
        String tenant,
        String target,
        String mode,
        String parameters,
        String guard,
        String bound,
        int maxRows,
        int approvals,
        Instant deadline) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static TestCommand of(String type, String tenant, String parameters, String guard) {
        return new TestCommand(
                "c" + NUMBER.incrementAndGet(),
                "ISSUE",
                type,
                tenant,
                "target",
                "AUTO",
                parameters,
                guard,
                "null",
                50,
                0,
                Instant.now().plus(1, ChronoUnit.DAYS));
    }

    TestCommand target(String other) {
        return new TestCommand(
                id, kind, type, tenant, other, mode, parameters, guard, bound, maxRows, approvals, deadline);
    }

    TestCommand mode(String other) {
        return new TestCommand(
                id, kind, type, tenant, target, other, parameters, guard, bound, maxRows, approvals, deadline);
    }

    TestCommand bound(String other) {
        return new TestCommand(
                id,
                kind,
                type,
                tenant,
                target,
                mode,
                parameters,
                guard,
                '"' + other + '"',
                maxRows,
                approvals,
                deadline);
    }

    TestCommand maxRows(int other) {
        return new TestCommand(
                id, kind, type, tenant, target, mode, parameters, guard, bound, other, approvals, deadline);
    }

    TestCommand approvals(int other) {
        return new TestCommand(
                id, kind, type, tenant, target, "APPROVE", parameters, guard, bound, maxRows, other, deadline);
    }

    TestCommand deadline(Instant other) {
        return new TestCommand(
                id, kind, type, tenant, target, mode, parameters, guard, bound, maxRows, approvals, other);
    }

    TestCommand parameters(String other) {
        return new TestCommand(id, kind, type, tenant, target, mode, other, guard, bound, maxRows, approvals, deadline);
    }

    TestCommand tenant(String other) {
        return new TestCommand(
                id, kind, type, other, target, mode, parameters, guard, bound, maxRows, approvals, deadline);
    }

    /** The same command with a new id. */
    TestCommand again() {
        String other = "c" + NUMBER.incrementAndGet();
        return new TestCommand(
                other, kind, type, tenant, target, mode, parameters, guard, bound, maxRows, approvals, deadline);
    }

    TestCommand cancel() {
        return new TestCommand(
                id, "CANCEL", type, tenant, target, mode, parameters, guard, bound, maxRows, approvals, deadline);
    }

    String json() {
        return """
                {"commandId": "%s", "kind": "%s", "type": "%s", "tenantId": "%s", "target": "%s", "parameters": %s,
                 "alertId": "a1", "eventId": "a1:1:1", "summary": "Do it.", "mode": "%s", "precondition": [], "attempt": 1,
                 "issuedAt": "2026-03-02T10:40:11.003Z", "deadline": "%s", "guard": %s, "bound": %s, "maxRows": %d,
                 "approvalsRequired": %d, "verifyBy": null, "recurrence": 1, "origin": "RULE"}""".formatted(
                        id, kind, type, tenant, target, parameters, mode, deadline, guard, bound, maxRows, approvals);
    }

    static String action(String kind, TestCommand command, String by, @Nullable String planHash) {
        return """
                {"actionId": "%s", "kind": "%s", "tenantId": "%s", "commandId": "%s", "planHash": %s, "reason": "because",
                 "request": null, "by": "%s", "at": "2026-03-02T10:52:40.120Z"}""".formatted(
                        UUID.randomUUID(),
                        kind,
                        command.tenant,
                        command.id,
                        planHash == null ? "null" : '"' + planHash + '"',
                        by);
    }
}
