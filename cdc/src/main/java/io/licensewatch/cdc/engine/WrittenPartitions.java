package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The last rows of each partition, and which of them no frontier has named yet. A frontier's own partition may be readable
 * before others of its transaction are, or be read sooner: readers go by the rows that it names.
 */
final class WrittenPartitions {
    private static final Comparator<Frontier.Covered> ORDER = Comparator.comparing(Frontier.Covered::table)
            .thenComparing(Frontier.Covered::tenantless)
            .thenComparing(Frontier.Covered::partition)
            .thenComparing(Frontier.Covered::readAnew);

    private final String tenantless;
    /** Also those that were named: further rows at the same position are counted on. */
    private final Map<Place, Frontier.Covered> last = new HashMap<>();

    private final Set<Place> open = new HashSet<>();

    private record Place(String table, boolean tenantless, int partition, boolean readAnew) {
        static Place of(Frontier.Covered rows) {
            return new Place(rows.table(), rows.tenantless(), rows.partition(), rows.readAnew());
        }
    }

    /** @param uncovered what an earlier run has written and not named */
    WrittenPartitions(Topics topics, List<Frontier.Covered> uncovered) {
        this.tenantless = topics.tenantless();
        for (Frontier.Covered rows : uncovered) {
            last.put(Place.of(rows), rows);
            open.add(Place.of(rows));
        }
    }

    /** A record of a row's change, or the tombstone behind it, which tells readers nothing. */
    void wrote(SourceTable table, SourceStamp stamp, ProducerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        boolean readAnew = stamp.snapshot().equals(SourceStamp.READ_ANEW);
        Place place = new Place(table.qualifiedName(), record.topic().equals(tenantless), record.partition(), readAnew);
        Frontier.Covered first = new Frontier.Covered(
                place.table(),
                place.tenantless(),
                place.partition(),
                readAnew,
                stamp.epoch(),
                Lsn.text(stamp.previousCommit()),
                Lsn.text(stamp.lsn()),
                1);
        last.merge(place, first, WrittenPartitions::later);
        open.add(place);
    }

    private static Frontier.Covered later(Frontier.Covered before, Frontier.Covered now) {
        return before.position().equals(now.position())
                ? new Frontier.Covered(
                        now.table(),
                        now.tenantless(),
                        now.partition(),
                        now.readAnew(),
                        now.epoch(),
                        now.previousCommitLsn(),
                        now.lsn(),
                        before.rows() + 1)
                : now;
    }

    /** What a frontier at this point is the first to name. */
    List<Frontier.Covered> cover() {
        List<Frontier.Covered> covered = uncovered();
        open.clear();
        return covered;
    }

    List<Frontier.Covered> uncovered() {
        List<Frontier.Covered> rows = new ArrayList<>();
        last.forEach((place, covered) -> {
            if (open.contains(place)) {
                rows.add(covered);
            }
        });
        rows.sort(ORDER);
        return rows;
    }
}
