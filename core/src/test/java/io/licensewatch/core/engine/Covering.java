package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a frontier names, as cdc would, where all topics have one partition. */
public final class Covering {
    private final Map<Place, Frontier.Covered> last = new LinkedHashMap<>();
    private final Set<Place> open = new LinkedHashSet<>();

    private record Place(String table, boolean tenantless, boolean incremental) {}

    public void wrote(Envelopes.Event event, RowChange.Op op, boolean tenantless) {
        wrote(event, op, event.table().qualifiedName(), tenantless);
    }

    /** A record of the topic of standings. */
    public void wroteStanding(Envelopes.Event event, RowChange.Op op) {
        wrote(event, op, event.table().qualifiedName() + Frontier.Covered.STANDINGS, false);
    }

    private void wrote(Envelopes.Event event, RowChange.Op op, String table, boolean tenantless) {
        SourcePosition position = event.position();
        boolean incremental = op == RowChange.Op.READ && position.previousCommit() != 0;
        Place place = new Place(table, tenantless, incremental);
        Frontier.Covered before = last.get(place);
        long rows = before != null && before.position().equals(position) ? before.rows() + 1 : 1;
        last.put(
                place,
                new Frontier.Covered(
                        place.table(),
                        tenantless,
                        0,
                        incremental,
                        position.epoch(),
                        Lsn.text(position.previousCommit()),
                        Lsn.text(position.lsn()),
                        rows));
        open.add(place);
    }

    /** What was written since this was asked last. */
    public List<Frontier.Covered> cover() {
        List<Frontier.Covered> covered = new ArrayList<>();
        last.forEach((place, rows) -> {
            if (open.contains(place)) {
                covered.add(rows);
            }
        });
        open.clear();
        return covered;
    }
}
