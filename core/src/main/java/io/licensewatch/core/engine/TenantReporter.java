package io.licensewatch.core.engine;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.KeyValues;
import java.util.Arrays;
import java.util.Comparator;

/** Reports a tenant to the system's task when something changed that counts there. */
final class TenantReporter {
    private final KeyValues store;
    private final TenantOutput output;

    TenantReporter(KeyValues store, TenantOutput output) {
        this.store = store;
        this.output = output;
    }

    void report(TenantEvaluation tenant) {
        boolean live = tenant.assessment().inScope() && !tenant.snapshot().gone();
        TenantReport report = TenantReport.of(
                tenant.tenantId(),
                live,
                tenant.open().stream()
                        .map(alert -> new TenantReport.Open(alert.rule(), alert.subject(), alert.severity()))
                        .sorted(Comparator.comparing(TenantReport.Open::rule).thenComparing(TenantReport.Open::subject))
                        .toList(),
                tenant.newlyCritical(),
                tenant.commands().held(),
                tenant.frontier());
        byte[] key = TenantKey.of(tenant.tenantId(), TenantKey.Kind.REPORT);
        byte[] before = store.get(key);
        byte[] after = report.content();
        if (Arrays.equals(before, after) && report.newlyCritical().isEmpty()) {
            return;
        }
        if (live) {
            store.put(key, after);
        } else {
            store.delete(key);
        }
        if (live || before != null) {
            output.report(report);
        }
    }
}
