package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Details;
import io.licensewatch.core.detect.DriftDetails;
import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.ExpiryStage;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.LicenseDetails;
import io.licensewatch.core.detect.OnboardingDetails;
import io.licensewatch.core.detect.SeatDetails;
import io.licensewatch.core.detect.ViewDetails;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Findings such as the detectors make. */
public final class RemedyFindings {
    public static final Instant END = Instant.parse("2026-04-01T00:00:00Z");

    private static final Evidence ROW = new Evidence(
            "public.user_roles", "{\"id\":\"7\"}", "0/16B3748", Instant.parse("2026-03-01T00:00:00.123456Z"), null);

    private RemedyFindings() {}

    public static Finding seats(long used, long limit) {
        boolean critical = used * 100 > limit * 120;
        return finding(
                critical ? "CRITICAL" : used > limit ? "EXCEEDED" : "NEAR_LIMIT",
                critical ? 3 : used > limit ? 2 : 1,
                critical ? Severity.CRITICAL : Severity.WARNING,
                critical ? Level.L2 : Level.L1,
                used,
                new SeatDetails(used, limit, "offering-1", null),
                "");
    }

    public static Finding drift(long users, DriftItem... items) {
        return finding(
                "DRIFT",
                1,
                Severity.WARNING,
                users > 10 ? Level.L2 : Level.L1,
                users,
                new DriftDetails(List.of(items), 0),
                Arrays.stream(items).map(DriftItem::toString).collect(Collectors.joining(",")));
    }

    /** An item whose feature the tenant's offering contains. */
    public static DriftItem grantable(String role, String... features) {
        return new DriftItem(role, "surface-1", Requirement.Mode.ALL_OF, List.of(features), 3, List.of(features));
    }

    /** An item whose feature the tenant's offering does not contain. */
    public static DriftItem removable(String role, String... features) {
        return new DriftItem(role, "surface-1", Requirement.Mode.ALL_OF, List.of(features), 3, List.of());
    }

    public static Finding expiring(ExpiryStage stage, String... features) {
        boolean notice = stage == ExpiryStage.NOTICE;
        return finding(
                stage.name(),
                notice ? 1 : stage == ExpiryStage.SOON ? 2 : 3,
                notice ? Severity.INFO : Severity.WARNING,
                Level.L1,
                8,
                license(stage, features),
                String.join(",", features));
    }

    public static Finding expired(long users, boolean overdue, String... features) {
        boolean critical = users > 10;
        return finding(
                "EXPIRED",
                1,
                critical ? Severity.CRITICAL : Severity.WARNING,
                critical || overdue ? Level.L2 : Level.L1,
                users,
                license(ExpiryStage.EXPIRED, features),
                String.join(",", features));
    }

    private static LicenseDetails license(ExpiryStage stage, String... features) {
        return new LicenseDetails(
                Stream.of(features)
                        .map(feature -> new LicenseDetails.FeatureEnd(feature, null, END, null, stage))
                        .toList(),
                false,
                null);
    }

    public static Finding onboarding(
            String step, List<String> missingGrants, boolean administratorMissing, boolean onlyFlagMissing) {
        return finding(
                "STALLED",
                1,
                Severity.WARNING,
                Level.L1,
                2,
                new OnboardingDetails(
                        step,
                        List.of("welcome"),
                        END,
                        "offering-1",
                        missingGrants,
                        administratorMissing,
                        onlyFlagMissing),
                step + missingGrants + administratorMissing + onlyFlagMissing);
    }

    /** Refreshes of a view that failed in a row, some of them concurrent ones. */
    public static Finding failingView(long failures, long concurrent) {
        return finding(
                "FAILING",
                1,
                Severity.WARNING,
                Level.L1,
                0,
                new ViewDetails("usage", failures, concurrent, null),
                "usage");
    }

    private static Finding finding(
            String stage, int rank, Severity severity, Level level, long users, Details details, String fingerprint) {
        return new Finding(
                stage,
                rank,
                severity,
                level,
                List.of(Route.EMAIL, Route.SLACK),
                "It is " + stage + ".",
                new Measurement(users, 10, "users"),
                users,
                details,
                fingerprint,
                List.of(ROW));
    }
}
