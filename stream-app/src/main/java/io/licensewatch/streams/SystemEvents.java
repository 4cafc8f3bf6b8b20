package io.licensewatch.streams;

import io.licensewatch.schemas.source.Frontier;

/**
 * The keys of the topic on which the system task hears of the others: {@code frontier} from the reference task, then
 * {@code passed|<partition>} and {@code report|<tenant>} from each tenant task. Belongs to one application id.
 */
final class SystemEvents {
    private static final String PASSED = "passed|";
    private static final String REPORT = "report|";

    private SystemEvents() {}

    static String passed(int partition) {
        return PASSED + partition;
    }

    static String report(String tenantId) {
        return REPORT + tenantId;
    }

    static boolean isFrontier(String key) {
        return key.equals(Frontier.KEY);
    }

    static boolean isReport(String key) {
        return key.startsWith(REPORT);
    }

    static boolean isPassed(String key) {
        return key.startsWith(PASSED);
    }

    static int partition(String key) {
        return Integer.parseInt(key.substring(PASSED.length()));
    }
}
