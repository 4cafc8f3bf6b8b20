package io.licensewatch.core.detect;

import io.licensewatch.core.row.GrantRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's grants cover one feature at one time.
 *
 * @param licensed whether an active grant covers it now; the subscription's end does not matter here
 * @param coveredUntil end of the contiguous coverage, exclusive, bounded by the subscription's end; the end of the last
 *     one when it has lapsed; {@link Instant#MAX} when it has no end or never began
 * @param resumesAt start of the next coverage after a gap
 * @param licenseChangesAt when {@code licensed} will be another
 * @param stageChangesAt when {@code stage} will be another
 * @param grants the rows that it was made of
 */
public record FeatureCoverage(
        String featureId,
        @Nullable String featureCode,
        boolean licensed,
        Reason reason,
        Instant coveredUntil,
        @Nullable Instant resumesAt,
        ExpiryStage stage,
        Instant licenseChangesAt,
        Instant stageChangesAt,
        List<GrantRow> grants) {

    /** Why a feature is licensed or not. */
    public enum Reason {
        ACTIVE,
        NOT_STARTED,
        LAPSED,
        /** All its grants are switched off, or end before they start. */
        INACTIVE,
        /** The catalogue does not offer it any more. */
        RETIRED
    }

    public FeatureCoverage {
        grants = List.copyOf(grants);
    }

    /** For people and JSON: null instead of never. */
    public @Nullable Instant end() {
        return coveredUntil.equals(Instant.MAX) ? null : coveredUntil;
    }

    String name() {
        return featureCode == null ? featureId : featureCode;
    }
}
