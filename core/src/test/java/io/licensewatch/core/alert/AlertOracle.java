package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alert ought to tell, worked out from everything that was seen since it last published something: slow, and without
 * any of the states of the real thing.
 */
final class AlertOracle {
    private final ForDurations holds;
    private final List<Seen> sinceTold = new ArrayList<>();
    private @Nullable Finding published;

    AlertOracle(ForDurations holds) {
        this.holds = holds;
    }

    private record Seen(Instant at, String where) {}

    boolean isOpen() {
        return published != null;
    }

    @Nullable
    Finding published() {
        return published;
    }

    /** Returns OPEN, UPDATED, RESOLVED, or nothing. */
    String look(Instant now, Observation observation) {
        String where = where(observation);
        sinceTold.add(new Seen(now, where));
        if (where.equals("UNKNOWN") || where.equals("SAME")) {
            return "";
        }
        boolean closed = observation instanceof Observation.Absent absent
                && absent.reason().equals("TENANT_CLOSED");
        if (!closed && now.isBefore(runStart(where).plus(holdOf(where)))) {
            return "";
        }
        Finding former = published;
        published = observation instanceof Observation.Holds held ? held.finding() : null;
        sinceTold.clear();
        return former == null ? "OPEN" : published == null ? "RESOLVED" : "UPDATED";
    }

    /** From when on, without interruption, everything that is known pointed there. */
    private Instant runStart(String where) {
        Instant start = sinceTold.get(sinceTold.size() - 1).at();
        for (int i = sinceTold.size() - 1; i >= 0; i--) {
            Seen seen = sinceTold.get(i);
            if (seen.where().equals(where)) {
                start = seen.at();
            } else if (!seen.where().equals("UNKNOWN")) {
                break;
            }
        }
        return start;
    }

    private String where(Observation observation) {
        if (observation instanceof Observation.InsufficientData) {
            return "UNKNOWN";
        }
        if (!(observation instanceof Observation.Holds held)) {
            return published == null ? "SAME" : "DOWN";
        }
        return published == null ? "OPENING" : compared(published, held.finding());
    }

    private static String compared(Finding former, Finding finding) {
        long difference = badness(finding) - badness(former);
        if (difference != 0) {
            return difference > 0 ? "UP" : "DOWN";
        }
        return finding.fingerprint().equals(former.fingerprint()) ? "SAME" : "TO " + finding.fingerprint();
    }

    private static long badness(Finding finding) {
        return finding.severity().ordinal() * 100L
                + finding.rank() * 10L
                + finding.level().ordinal();
    }

    private Duration holdOf(String where) {
        return switch (where) {
            case "OPENING" -> holds.opening();
            case "UP" -> holds.worsening();
            case "DOWN" -> holds.easing();
            default -> holds.changing();
        };
    }
}
