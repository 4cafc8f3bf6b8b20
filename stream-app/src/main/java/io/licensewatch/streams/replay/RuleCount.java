package io.licensewatch.streams.replay;

import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a run says of one rule within the range.
 *
 * @param openBefore alerts that are open where the range begins
 * @param pages alerts that are routed to a pager for the first time
 */
record RuleCount(long openBefore, long opened, long resolved, long pages, long openAfter) {
    static RuleCount of(Collection<Episode> episodes, Instant from) {
        long before = 0;
        long opened = 0;
        long resolved = 0;
        long pages = 0;
        for (Episode episode : episodes) {
            boolean wasOpen = !episode.openedAt().isAfter(from);
            before += wasOpen ? 1 : 0;
            opened += wasOpen ? 0 : 1;
            resolved += episode.resolvedAt().equals(Instant.MAX) ? 0 : 1;
            pages += pages(episode.since(from), wasOpen);
        }
        return new RuleCount(before, opened, resolved, pages, before + opened - resolved);
    }

    private static long pages(List<Transition> transitions, boolean wasOpen) {
        long pages = 0;
        boolean paging = false;
        boolean known = wasOpen;
        for (Transition one : transitions) {
            pages += one.pages() && !paging && !known ? 1 : 0;
            paging = one.pages() && one.status() != AlertStatus.RESOLVED;
            known = false;
        }
        return pages;
    }

    RuleCount plus(RuleCount other) {
        return new RuleCount(
                openBefore + other.openBefore,
                opened + other.opened,
                resolved + other.resolved,
                pages + other.pages,
                openAfter + other.openAfter);
    }
}
