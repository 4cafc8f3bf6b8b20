package io.licensewatch.console.whatif;

import io.licensewatch.console.read.BadCursorException;
import io.licensewatch.console.read.Cursor;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.read.Paging;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Collects one page of all changes in order; it holds only that page in memory. */
final class TopChanges {
    private final Paging paging;
    private final List<Object> list;
    private final @Nullable Place after;
    private final PriorityQueue<Change> last = new PriorityQueue<>(Collections.reverseOrder(Change.ORDER));

    private TopChanges(Paging paging, List<Object> list, @Nullable Place after) {
        this.paging = paging;
        this.list = list;
        this.after = after;
    }

    /** The sort key of a change. */
    private record Place(long weight, String tenantId, Rule rule) {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::weight)
                .thenComparing(Place::tenantId)
                .thenComparing(Place::rule);

        static Place of(Change change) {
            return new Place(change.weight(), change.tenantId(), change.rule());
        }

        static Place of(Cursor cursor) {
            String rule = cursor.string(2);
            return new Place(
                    cursor.number(0),
                    cursor.string(1),
                    Arrays.stream(Rule.values())
                            .filter(one -> one.id().equals(rule))
                            .findFirst()
                            .orElseThrow(BadCursorException::new));
        }
    }

    /** @throws BadCursorException if the cursor is not of these changes */
    static TopChanges of(Paging paging, SystemHealth.Rules others, ChangeFilter filter) {
        List<Object> list = List.of(others, filter);
        Cursor cursor = paging.cursor(list);
        return new TopChanges(paging, list, cursor == null ? null : Place.of(cursor));
    }

    void add(Change change) {
        if (after != null && Place.ORDER.compare(Place.of(change), after) <= 0) {
            return;
        }
        last.add(change);
        if (last.size() > paging.fetch()) {
            last.remove();
        }
    }

    Page<Change> page() {
        List<Change> sorted = new ArrayList<>(last);
        sorted.sort(Change.ORDER);
        return Page.of(
                sorted,
                paging,
                list,
                change -> Cursor.of(
                        change.weight(), change.tenantId(), change.rule().id()));
    }
}
