package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Rule;
import java.util.List;

/** Which commands a condition calls for, per rule. */
final class Remedies {
    private static final String TENANT_CLOSED = "TENANT_CLOSED";

    private Remedies() {}

    /** What ought to be outstanding while the finding holds, in the order in which it helps. */
    static List<Wish> of(Rule rule, Finding finding) {
        return List.of();
    }

    /** What follows when the alert has resolved. */
    static List<Wish> afterwards(Rule rule, String reason) {
        return rule == Rule.RBAC_DRIFT && !reason.equals(TENANT_CLOSED)
                ? List.of(new Wish("views", new CommandParameters.RefreshViews(true)))
                : List.of();
    }
}
