package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was last told of an open alert; needed again when it resolves, where the condition itself is gone. */
record Told(
        Standing standing,
        List<Route> routes,
        String summary,
        Measurement measurement,
        long affectedUsers,
        Map<String, @Nullable Object> details,
        List<Evidence> evidence) {
    Told {
        routes = List.copyOf(routes);
        details = Collections.unmodifiableMap(new TreeMap<>(details));
        evidence = List.copyOf(evidence);
    }

    static Told of(Finding finding) {
        return new Told(
                Standing.of(finding),
                finding.routes(),
                finding.summary(),
                finding.measurement(),
                finding.affectedUsers(),
                finding.details().asJson(),
                finding.evidence());
    }

    /**
     * Whether nobody who has heard this learns anything from the finding, as far as can be seen: of what was recalled, rank and
     * fingerprint are not known, and the details stand in for them.
     */
    boolean toldAlready(Finding finding) {
        return standing.stage().equals(finding.stage())
                && standing.severity() == finding.severity()
                && standing.level() == finding.level()
                && (Finding.unraised(finding.fingerprint()).isEmpty()
                        || asRead(details).equals(asRead(finding.details().asJson())));
    }

    /** Without what writing and reading makes no difference of. */
    private static Map<String, @Nullable Object> asRead(Map<String, @Nullable Object> json) {
        return JsonObject.read(JsonObject.write(json));
    }
}
