package io.licensewatch.core.engine;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an engine has put out, by kind, in order. */
final class Published implements TenantOutput {
    final List<AlertEvent> alerts = new ArrayList<>();
    final List<String> retiredAlerts = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();
    final List<TenantStatus> statuses = new ArrayList<>();
    final List<String> retiredStatuses = new ArrayList<>();
    final List<TenantReport> reports = new ArrayList<>();
    final List<Frontier> passed = new ArrayList<>();

    record Command(RemediationCommand command, @Nullable AlertEvent cause) {}

    @Override
    public void alert(AlertEvent event) {
        alerts.add(event);
    }

    @Override
    public void retireAlert(String tenantId, String alertKey, Instant at) {
        retiredAlerts.add(alertKey);
    }

    @Override
    public void command(RemediationCommand command, @Nullable AlertEvent cause) {
        commands.add(new Command(command, cause));
    }

    @Override
    public void verdict(Verdict verdict) {
        verdicts.add(verdict);
    }

    /** As {@code key: reason}. */
    @Override
    public void deadLetter(byte[] key, byte[] value, String reason) {
        deadLetters.add(new String(key, StandardCharsets.UTF_8) + ": " + reason);
    }

    @Override
    public void leftOut(String table, String column) {
        leftOut.add(table + "." + column);
    }

    @Override
    public void status(TenantStatus status, byte[] json) {
        statuses.add(status);
    }

    @Override
    public void retireStatus(String tenantId, Instant at) {
        retiredStatuses.add(tenantId);
    }

    @Override
    public void report(TenantReport report) {
        reports.add(report);
    }

    @Override
    public void passed(Frontier frontier) {
        passed.add(frontier);
    }
}
