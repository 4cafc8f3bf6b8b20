package io.licensewatch.streams.topology;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.util.stream.Stream;

/**
 * The keys of the topic by which the other tasks reach the system task: {@code frontier} from the reference task, then
 * {@code passed|<partition>}, {@code left|<partition>} and {@code report|<tenant>} from each tenant task; {@code result|<command>} and
 * {@code action|<action>} from the one that reads what others have written for the system. Belongs to one application id.
 */
final class SystemEvents {
    private static final String PASSED = "passed|";
    private static final String LEFT = "left|";
    private static final String REPORT = "report|";
    private static final String RESULT = "result|";
    private static final String ACTION = "action|";

    private SystemEvents() {}

    static String passed(int partition) {
        return PASSED + partition;
    }

    static String left(int partition) {
        return LEFT + partition;
    }

    static String report(String tenantId) {
        return REPORT + tenantId;
    }

    static String result(String commandId) {
        return RESULT + commandId;
    }

    static boolean isResult(String key) {
        return key.startsWith(RESULT);
    }

    static String action(String actionId) {
        return ACTION + actionId;
    }

    static boolean isAction(String key) {
        return key.startsWith(ACTION);
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

    static boolean isLeft(String key) {
        return key.startsWith(LEFT);
    }

    /**
     * The tenant task that a key names.
     *
     * @param partitions how many there are
     */
    static int partition(String key, int partitions) throws MalformedRecordException {
        String number = key.substring(key.indexOf('|') + 1);
        if (number.matches("[0-9]{1,5}") && Integer.parseInt(number) < partitions) {
            return Integer.parseInt(number);
        }
        throw new MalformedRecordException("there is no tenant task of the partition that the key names");
    }

    /** Whether a report is what a tenant's task says of that tenant. */
    static void check(String key, TenantReport report) throws MalformedRecordException {
        boolean known = Stream.concat(
                        report.open().stream().map(TenantReport.Open::rule), report.newlyCritical().stream())
                .allMatch(Rule::isOfTenants);
        if (!known || !key.equals(report(report.tenantId()))) {
            throw new MalformedRecordException("a report of another tenant than its key's, or of an unknown rule");
        }
    }
}
