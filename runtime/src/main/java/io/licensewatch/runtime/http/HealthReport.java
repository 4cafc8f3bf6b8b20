package io.licensewatch.runtime.http;

import java.util.List;

/** The results of several checks: up if all checks are up, or if there are none. */
record HealthReport(Health.Status status, List<Item> checks) {
    record Item(String name, Health.Status status, String detail) {}

    HealthReport {
        checks = List.copyOf(checks);
    }

    static HealthReport of(List<Item> items) {
        boolean up = items.stream().allMatch(item -> item.status() == Health.Status.UP);
        return new HealthReport(up ? Health.Status.UP : Health.Status.DOWN, items);
    }
}
