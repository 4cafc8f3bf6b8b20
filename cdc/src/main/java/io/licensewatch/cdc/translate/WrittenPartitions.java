package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.encode.SourceStamp;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The last rows of each partition, and which of them no frontier has named yet. A frontier's partition may become readable before
 * other partitions of its transaction, or be read sooner: readers wait for the rows that it names.
 */
final class WrittenPartitions {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::table)
            .thenComparing(Place::tenantless)
            .thenComparing(Place::partition)
            .thenComparing(Place::incremental);

    private final Topics topics;
    /** Includes named ones: further rows at the same position are added to their count. */
    private final Map<Place, Extent> last = new HashMap<>();

    private final SortedSet<Place> open = new TreeSet<>(ORDER);

    private record Place(String table, boolean tenantless, int partition, boolean incremental) {}

    /** @param rows number of rows at the position */
    private record Extent(SourcePosition position, long rows) {
        Extent and(Extent next) {
            return position.equals(next.position()) ? new Extent(position, rows + next.rows()) : next;
        }

        Frontier.Covered of(Place place) {
            return new Frontier.Covered(
                    place.table(),
                    place.tenantless(),
                    place.partition(),
                    place.incremental(),
                    position.epoch(),
                    Lsn.text(position.previousCommit()),
                    Lsn.text(position.lsn()),
                    rows);
        }
    }

    /** @param uncovered what an earlier run wrote and no frontier named */
    WrittenPartitions(Topics topics, List<Frontier.Covered> uncovered) {
        this.topics = topics;
        for (Frontier.Covered rows : uncovered) {
            add(
                    new Place(rows.table(), rows.tenantless(), rows.partition(), rows.incremental()),
                    new Extent(rows.position(), rows.rows()));
        }
    }

    /** A record of a row's change, or its tombstone, which readers ignore. */
    void wrote(SourceTable table, SourceStamp stamp, ProducerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        boolean standings = record.topic().equals(topics.standings(table));
        Place place = new Place(
                Frontier.Covered.name(table.qualifiedName(), standings),
                record.topic().equals(topics.tenantless()),
                record.partition(),
                stamp.snapshot().equals(SourceStamp.INCREMENTAL));
        add(place, new Extent(new SourcePosition(stamp.epoch(), stamp.previousCommit(), stamp.lsn()), 1));
    }

    private void add(Place place, Extent rows) {
        last.merge(place, rows, Extent::and);
        open.add(place);
    }

    /** The rows that a frontier at this point names first. */
    List<Frontier.Covered> cover() {
        List<Frontier.Covered> covered = uncovered();
        open.clear();
        return covered;
    }

    List<Frontier.Covered> uncovered() {
        return open.stream()
                .map(place -> Objects.requireNonNull(last.get(place), "written").of(place))
                .toList();
    }
}
