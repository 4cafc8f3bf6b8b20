package io.licensewatch.core.detect;

import io.licensewatch.core.row.GrantRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A contiguous time of coverage.
 *
 * @param end exclusive; {@link Instant#MAX} for none
 */
record Interval(Instant start, Instant end) {
    /**
     * From here on is never. 9999-12-31 is how many systems write "never"; as a day it ends in the year 10000, which few
     * readers of ISO-8601 can read.
     */
    private static final Instant NEVER = Instant.parse("+10000-01-01T00:00:00Z");

    /** Never, if the time is that far away. */
    static Instant orNever(Instant time) {
        return time.isBefore(NEVER) ? time : Instant.MAX;
    }

    /** The union of the active grants; those that overlap or touch become one. Sorted, with gaps between. */
    static List<Interval> union(List<GrantRow> grants, ZoneId zone) {
        List<Interval> each = new ArrayList<>(grants.size());
        for (GrantRow grant : grants) {
            Interval interval = new Interval(
                    orNever(grant.startsAt().asStart(zone)),
                    orNever(grant.expiresAt().asEnd(zone)));
            if (grant.active() && interval.start.isBefore(interval.end)) {
                each.add(interval);
            }
        }
        if (each.size() < 2) {
            return each;
        }
        each.sort(Comparator.comparing(Interval::start));
        List<Interval> merged = new ArrayList<>();
        Interval current = each.get(0);
        for (Interval next : each) {
            if (next.start.isAfter(current.end)) {
                merged.add(current);
                current = next;
            } else if (next.end.isAfter(current.end)) {
                current = new Interval(current.start, next.end);
            }
        }
        merged.add(current);
        return merged;
    }

    boolean contains(Instant time) {
        return !start.isAfter(time) && end.isAfter(time);
    }
}
