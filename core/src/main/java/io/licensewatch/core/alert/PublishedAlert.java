package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.source.Evidence;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was published last of an open alert. The event that resolves it repeats this, as the condition itself is gone by then. */
record PublishedAlert(
        Condition condition,
        List<Route> routes,
        String summary,
        Measurement measurement,
        long affectedUsers,
        Map<String, @Nullable Object> details,
        List<Evidence> evidence) {
    PublishedAlert {
        routes = List.copyOf(routes);
        details = Collections.unmodifiableMap(new TreeMap<>(details));
        evidence = List.copyOf(evidence);
    }

    static PublishedAlert of(Finding finding) {
        return new PublishedAlert(
                Condition.of(finding),
                finding.routes(),
                finding.summary(),
                finding.measurement(),
                finding.affectedUsers(),
                finding.details().asJson(),
                finding.evidence());
    }

    /**
     * Whether the finding adds nothing to what was published, as far as that is known: an alert that was read back has no rank and no
     * fingerprint, so its details are compared instead.
     */
    boolean hasSameContent(Finding finding) {
        return condition.stage().equals(finding.stage())
                && condition.severity() == finding.severity()
                && condition.level() == finding.level()
                && (Finding.unraised(finding.fingerprint()).isEmpty()
                        || asRead(details).equals(asRead(finding.details().asJson())));
    }

    /** As it is after writing and reading, so that equal JSON is equal. */
    private static Map<String, @Nullable Object> asRead(Map<String, @Nullable Object> json) {
        return JsonObject.read(JsonObject.write(json));
    }
}
