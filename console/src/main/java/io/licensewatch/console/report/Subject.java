package io.licensewatch.console.report;

import static io.licensewatch.console.report.Markdown.escaped;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Evidence;
import org.jspecify.annotations.Nullable;

/** The subject of a document, escaped for Markdown. */
final class Subject {
    private Subject() {}

    static String of(AlertEvent alert) {
        return alert.tenantId().equals(AlertEvent.SYSTEM_TENANT)
                ? escaped(alert.subject()) + " (the system)"
                : tenant(alert.tenantName(), alert.tenantId());
    }

    static String tenant(@Nullable String name, String id) {
        return name == null || name.isBlank() ? escaped(id) : escaped(name) + " (" + escaped(id) + ")";
    }

    static String row(Evidence row) {
        return escaped(row.table()) + " " + escaped(row.key());
    }
}
