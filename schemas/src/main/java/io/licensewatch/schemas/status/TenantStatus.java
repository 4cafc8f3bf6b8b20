package io.licensewatch.schemas.status;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's licensing status in full, true at {@code asOf}.
 *
 * @param inScope false for tenants that are deleted or closed; these have no alerts
 * @param featuresLeftOut features that did not fit into the list
 * @param insufficientData ids of the rules that cannot be evaluated because a table is missing, sorted
 * @param commands commands that are open or ended less than a day ago, newest first
 * @param commandsLeftOut commands that did not fit into the list
 * @param score 100 less 50 per open CRITICAL, 20 per WARNING, 5 per INFO, not below 0
 */
public record TenantStatus(
        String tenantId,
        @Nullable String tenantName,
        boolean inScope,
        Seats seats,
        List<Feature> features,
        int featuresLeftOut,
        Drift drift,
        Onboarding onboarding,
        Forecast forecast,
        List<OpenAlert> openAlerts,
        List<String> insufficientData,
        List<Command> commands,
        @JsonSetter(nulls = Nulls.AS_EMPTY) int commandsLeftOut,
        int score,
        AsOf asOf) {
    public TenantStatus {
        features = List.copyOf(features);
        openAlerts = List.copyOf(openAlerts);
        insufficientData = List.copyOf(insufficientData);
        commands = commands == null ? List.of() : List.copyOf(commands); // records of earlier releases have none
    }

    /** The same status as of another point. */
    public TenantStatus at(AsOf asOf) {
        return new TenantStatus(
                tenantId,
                tenantName,
                inScope,
                seats,
                features,
                featuresLeftOut,
                drift,
                onboarding,
                forecast,
                openAlerts,
                insufficientData,
                commands,
                commandsLeftOut,
                score,
                asOf);
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
     * @param featureCode null if no catalogue has it
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
     * @param itemsLeftOut items that did not fit into the list
     * @param effectiveItems how many of them concern a role that a live user holds
     * @param latentItems how many concern a role that nobody holds
     * @param affectedUsers distinct live users that hold a drifting role
     */
    public record Drift(
            List<DriftItem> items, int itemsLeftOut, int effectiveItems, int latentItems, long affectedUsers) {
        public Drift {
            items = List.copyOf(items);
        }
    }

    /**
     * @param resource what the role gives access to, such as a surface id
     * @param mode ALL_OF or ANY_OF the required features
     * @param missingFeatures feature ids
     * @param missingFeaturesLeftOut feature ids that did not fit into the list
     */
    public record DriftItem(
            String roleId,
            String resource,
            String mode,
            List<String> missingFeatures,
            int missingFeaturesLeftOut,
            long affectedUsers) {
        public DriftItem {
            missingFeatures = List.copyOf(missingFeatures);
        }
    }

    /** @param lastProgressAt null if unknown */
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

    /** What happens next if nothing is done; null fields are unknown. */
    public record Forecast(
            @Nullable CoverageGap coverageGap, @Nullable SeatForecast seats) {}

    /**
     * The next time at which licensed features stop being licensed.
     *
     * @param from when the coverage of these features ends, exclusive
     * @param until when existing grants cover all of them again; null for never
     * @param featureIds those whose coverage ends then, sorted
     * @param featuresLeftOut how many more
     * @param affectedUsers the tenant's users
     */
    public record CoverageGap(
            Instant from, @Nullable Instant until, List<String> featureIds, int featuresLeftOut, long affectedUsers) {
        public CoverageGap {
            featureIds = List.copyOf(featureIds);
        }
    }

    /**
     * The forecast from the growth of the last 30 days.
     *
     * @param usersPerDay mean growth since then, two decimals
     * @param since the day from which it is measured, at most 30 and at least 7 days ago
     * @param fullOn when 100 % of the seats are used; null when they are already, or not within ten years
     * @param criticalOn when 120 % are used, or what {@code seatsCriticalPercent} is; null likewise
     */
    public record SeatForecast(
            BigDecimal usersPerDay,
            LocalDate since,
            @Nullable LocalDate fullOn,
            @Nullable LocalDate criticalOn) {}

    public record OpenAlert(
            String rule, String subject, String stage, Severity severity, Level level, Instant openedAt) {}

    /**
     * @param state the last state that the worker reported; ISSUED before the first report
     * @param reason of that state, or what an APPLIED command waits for: AWAITS_FRONTIER, AWAITS_HOLD; null if the state needs no
     *     reason
     * @param effect according to the change stream; null before a verdict, and if no alert shows the effect
     */
    public record Command(
            String commandId,
            CommandType type,
            String target,
            CommandState state,
            @Nullable String reason,
            CommandMode mode,
            int attempt,
            Instant issuedAt,
            Instant deadline,
            @Nullable Effect effect) {}

    /** @param lsn position of the frontier, as Postgres prints it */
    public record AsOf(String lsn, Instant sourceTime) {}
}
