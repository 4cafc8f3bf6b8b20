package io.licensewatch.core.detect;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Evidence;
import java.util.Comparator;
import java.util.List;

/**
 * A condition that holds: everything that an alert about it says.
 *
 * @param stage the rule's own name for how bad it is
 * @param rank orders the rule's stages; greater is worse
 * @param fingerprint what else is material besides stage, severity and level, such as the set of drift items; a change
 *     of it alone is worth telling
 */
public record Finding(
        String stage,
        int rank,
        Severity severity,
        Level level,
        List<Route> routes,
        String summary,
        Measurement measurement,
        long affectedUsers,
        Details details,
        String fingerprint,
        List<Evidence> evidence) {
    /** Evidence is cut to this many rows, the newest. */
    public static final int MAX_EVIDENCE = 10;
    /** At the end of a fingerprint: worth telling also where no level is higher. */
    private static final String IN_VAIN = "\nin vain";

    public Finding(
            Grade grade,
            String summary,
            Measurement measurement,
            long affectedUsers,
            Details details,
            String fingerprint,
            List<Evidence> evidence) {
        this(
                grade.stage(),
                grade.rank(),
                grade.severity(),
                grade.level(),
                grade.routes(),
                summary,
                measurement,
                affectedUsers,
                details,
                fingerprint,
                evidence);
    }

    public Finding {
        routes = List.copyOf(routes);
        evidence = newest(evidence);
    }

    /** The same, one level higher if there is one, as what was carried out did not help. */
    Finding raised() {
        Level[] levels = Level.values();
        Level higher = levels[Math.min(level.ordinal() + 1, levels.length - 1)];
        return new Finding(
                stage,
                rank,
                severity,
                higher,
                routes,
                summary,
                measurement,
                affectedUsers,
                details,
                fingerprint + IN_VAIN,
                evidence);
    }

    /** Whether a fingerprint is of a finding that was raised. */
    public static boolean isRaised(String fingerprint) {
        return fingerprint.endsWith(IN_VAIN);
    }

    /** A fingerprint without that. */
    public static String unraised(String fingerprint) {
        return isRaised(fingerprint) ? fingerprint.substring(0, fingerprint.length() - IN_VAIN.length()) : fingerprint;
    }

    /** The newest rows, newest first, cut to what an alert carries. */
    static List<Evidence> newest(List<Evidence> evidence) {
        return evidence.stream()
                .sorted(Comparator.comparing(Evidence::committedAt)
                        .reversed()
                        .thenComparing(Evidence::table)
                        .thenComparing(Evidence::key))
                .limit(MAX_EVIDENCE)
                .toList();
    }
}
