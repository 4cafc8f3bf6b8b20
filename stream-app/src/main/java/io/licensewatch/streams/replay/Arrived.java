package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far the rows of each partition have been handed over, so that a frontier which covers others is noticed. */
final class Arrived {
    private final Map<Place, Mark> marks = new HashMap<>();

    private record Place(String table, boolean tenantless, int partition, boolean incremental) {}

    /** @param rows of those at the position */
    private record Mark(SourcePosition position, long rows) {}

    void add(RowPlace row, boolean standings, boolean tenantless, int partition) {
        String table = Frontier.Covered.name(row.schema() + "." + row.table(), standings);
        Place place = new Place(table, tenantless, partition, row.incremental());
        marks.merge(place, new Mark(row.position(), 1), Arrived::later);
    }

    private static Mark later(Mark former, Mark next) {
        int order = next.position().compareTo(former.position());
        if (order == 0) {
            return new Mark(former.position(), former.rows() + 1);
        }
        return order > 0 ? next : former;
    }

    /** The partitions of which it covers rows that have not been read; of tables that this version does not know none are. */
    List<Frontier.Covered> missing(Frontier frontier) {
        return frontier.covered().stream()
                .filter(rows -> SourceTable.named(rows.sourceTable()).isPresent())
                .filter(rows -> !includes(rows))
                .toList();
    }

    private boolean includes(Frontier.Covered rows) {
        Mark mark = marks.get(new Place(rows.table(), rows.tenantless(), rows.partition(), rows.incremental()));
        if (mark == null) {
            return false;
        }
        int order = mark.position().compareTo(rows.position());
        return order > 0 || (order == 0 && mark.rows() >= rows.rows());
    }
}
