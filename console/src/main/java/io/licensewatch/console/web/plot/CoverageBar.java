package io.licensewatch.console.web.plot;

import io.licensewatch.schemas.status.TenantStatus.Feature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The future coverage of a feature, as a bar of some days. The past is unknown here, so it is not drawn. */
public final class CoverageBar {
    public static final int DAYS = 90;
    private static final double WIDTH = 100;

    private CoverageBar() {}

    /** @param kind {@code covered} or {@code gap} */
    public record Piece(String kind, String x, String width) {}

    public static List<Piece> of(Feature feature, Instant from) {
        Instant until = from.plus(Duration.ofDays(DAYS));
        Instant coveredUntil = feature.coveredUntil();
        Instant covered = !feature.licensed() ? from : coveredUntil == null ? until : coveredUntil;
        Instant resumesAt = feature.resumesAt();
        Instant resumes = resumesAt == null || resumesAt.isBefore(covered) ? until : resumesAt;
        List<Piece> pieces = new ArrayList<>();
        add(pieces, "covered", from, covered, from);
        add(pieces, "gap", covered, resumes, from);
        add(pieces, "covered", resumes, until, from);
        return pieces;
    }

    private static void add(List<Piece> pieces, String kind, Instant start, Instant end, Instant from) {
        double x = place(start, from);
        double width = place(end, from) - x;
        if (width > 0) {
            pieces.add(new Piece(kind, Axis.text(x), Axis.text(width)));
        }
    }

    private static double place(Instant at, Instant from) {
        double share = Duration.between(from, at).toMinutes() / (DAYS * 1440.0);
        return Math.max(0, Math.min(1, share)) * WIDTH;
    }
}
