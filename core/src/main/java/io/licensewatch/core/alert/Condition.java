package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import org.jspecify.annotations.Nullable;

/** What is material of a finding: a difference in any of these is worth publishing. */
record Condition(String stage, int rank, Severity severity, Level level, String fingerprint) {
    /** The rank of a published alert that was read back: no topic has it. */
    private static final int RECALLED = -1;

    static Condition recalled(String stage, Severity severity, Level level) {
        return new Condition(stage, RECALLED, severity, level, "");
    }

    boolean isRecalled() {
        return rank == RECALLED;
    }

    static Condition of(Finding finding) {
        return new Condition(
                finding.stage(), finding.rank(), finding.severity(), finding.level(), finding.fingerprint());
    }

    boolean sameAs(Finding finding) {
        return worseBy(finding) == 0 && stage.equals(finding.stage()) && fingerprint.equals(finding.fingerprint());
    }

    /** Whether the only difference is that the finding is no longer raised. That is not worth publishing. */
    boolean noLongerRaised(Finding finding) {
        return worseBy(finding) == 0
                && stage.equals(finding.stage())
                && Finding.isRaised(fingerprint)
                && Finding.unraised(fingerprint).equals(finding.fingerprint());
    }

    /** Where the finding has moved to; null when nothing material has changed. */
    @Nullable
    Direction towards(Finding finding) {
        int worse = worseBy(finding);
        if (worse > 0) {
            return Direction.UP;
        }
        if (worse < 0) {
            return Direction.DOWN;
        }
        return sameAs(finding) ? null : Direction.SIDEWAYS;
    }

    /** Severity decides first, as it decides how people are woken; then the stage, then the level. */
    private int worseBy(Finding finding) {
        int bySeverity = finding.severity().compareTo(severity);
        if (bySeverity != 0) {
            return bySeverity;
        }
        int byRank = Integer.compare(finding.rank(), rank);
        return byRank != 0 ? byRank : finding.level().compareTo(level);
    }

    /** The one reason of an update: the first that applies. */
    Reason reasonFor(Finding finding) {
        if (!stage.equals(finding.stage())) {
            return Reason.STAGE_CHANGED;
        }
        if (severity != finding.severity()) {
            return Reason.SEVERITY_CHANGED;
        }
        int byLevel = finding.level().compareTo(level);
        if (byLevel >= 0 && Finding.isRaised(finding.fingerprint()) && !Finding.isRaised(fingerprint)) {
            return Reason.REMEDIATION_INEFFECTIVE;
        }
        if (byLevel > 0) {
            return Reason.ESCALATED;
        }
        return byLevel < 0 ? Reason.DEESCALATED : Reason.ITEMS_CHANGED;
    }
}
