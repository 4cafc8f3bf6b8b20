package io.licensewatch.schemas.status;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's licensing status in full, true at {@code asOf}.
 *
 * @param inScope false for tenants that are deleted or closed; nothing is alerted for them
 * @param score 100 less 50 per open CRITICAL, 20 per WARNING, 5 per INFO, not below 0
 */
public record TenantStatus(
        String tenantId,
        @Nullable String tenantName,
        boolean inScope,
        Seats seats,
        List<Feature> features,
        Drift drift,
        Onboarding onboarding,
        List<OpenAlert> openAlerts,
        int score,
        AsOf asOf) {
    public TenantStatus {
        features = List.copyOf(features);
        openAlerts = List.copyOf(openAlerts);
    }

    /** The same status, said to be true at another point. */
    public TenantStatus at(AsOf asOf) {
        return new TenantStatus(
                tenantId, tenantName, inScope, seats, features, drift, onboarding, openAlerts, score, asOf);
    }

    /**
     * @param used distinct users with a live role
     * @param limit null when unlimited or unknown
     * @param percent used * 100 / limit, rounded down; null without a limit or with limit 0
     * @param stage NORMAL, NEAR_LIMIT, EXCEEDED, CRITICAL, UNLIMITED or UNKNOWN_LIMIT
     */
    public record Seats(
            long used, @Nullable Long limit, @Nullable Long percent, String stage) {}

    /**
     * @param featureCode null where no catalogue tells
     * @param licensed whether an active grant covers it now
     * @param reason why it is licensed or not: ACTIVE, NOT_STARTED, LAPSED, INACTIVE (no grant is switched on), RETIRED
     * @param coveredUntil end of the contiguous coverage, exclusive; null when it has no end
     * @param resumesAt start of the next coverage after a gap, if any
     * @param stage NONE, NOTICE, SOON, FINAL or EXPIRED
     */
    public record Feature(
            String featureId,
            @Nullable String featureCode,
            boolean licensed,
            String reason,
            @Nullable Instant coveredUntil,
            @Nullable Instant resumesAt,
            String stage) {}

    /**
     * @param items requirements that the licensed features do not satisfy
     * @param effectiveItems how many of them concern a role that a live user holds
     * @param latentItems how many concern a role that nobody holds
     * @param affectedUsers distinct live users that hold a drifting role
     */
    public record Drift(List<DriftItem> items, int effectiveItems, int latentItems, long affectedUsers) {
        public Drift {
            items = List.copyOf(items);
        }
    }

    /**
     * @param resource what the role gives access to, such as a surface id
     * @param mode ALL_OF or ANY_OF the required features
     * @param missingFeatures feature ids
     */
    public record DriftItem(
            String roleId, String resource, String mode, List<String> missingFeatures, long affectedUsers) {
        public DriftItem {
            missingFeatures = List.copyOf(missingFeatures);
        }
    }

    /** @param lastProgressAt null when nothing tells */
    public record Onboarding(
            boolean completed,
            @Nullable String currentStep,
            List<String> completedSteps,
            @Nullable Instant lastProgressAt,
            boolean stalled) {
        public Onboarding {
            completedSteps = List.copyOf(completedSteps);
        }
    }

    public record OpenAlert(
            String rule, String subject, String stage, Severity severity, Level level, Instant openedAt) {}

    /** @param lsn position of the frontier, as Postgres prints it */
    public record AsOf(String lsn, Instant sourceTime) {}
}
