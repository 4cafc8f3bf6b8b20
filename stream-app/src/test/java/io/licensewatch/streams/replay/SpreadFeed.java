package io.licensewatch.streams.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.workload.WorkloadFeed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a workload to as many partitions as there are, as cdc does: those of tables with a tenant by tenant. */
final class SpreadFeed implements WorkloadFeed.Sink {
    private final MemoryHistory history;
    private final Map<Frontier.Covered, Frontier.Covered> last = new LinkedHashMap<>();
    private final Set<Frontier.Covered> open = new LinkedHashSet<>();
    private int partition;

    SpreadFeed(MemoryHistory history) {
        this.history = history;
    }

    @Override
    public void pipe(String topic, byte[] key, byte @Nullable [] value, Instant at) {
        try {
            if (topic.equals(MemoryHistory.TOPICS.frontier())) {
                List<Frontier.Covered> covered = open.stream()
                        .map(place -> Objects.requireNonNull(last.get(place)))
                        .toList();
                open.clear();
                history.add(
                        JsonCodec.FRONTIER.decode(Objects.requireNonNull(value)).covering(covered));
                return;
            }
            if (value != null) {
                boolean tenantless = topic.equals(MemoryHistory.TOPICS.tenantless());
                boolean standings = topic.endsWith(Frontier.Covered.STANDINGS);
                partition = tenantless || standings ? 0 : partition(value);
                cover(RowChangeDecoder.place(value).orElseThrow(), standings, tenantless);
            }
            history.add(topic, partition, key, value, at);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int partition(byte[] value) throws Exception {
        JsonNode row = Json.MAPPER.readTree(value);
        RowPlace place = RowChangeDecoder.place(value).orElseThrow();
        SourceTable table = SourceTable.named(place.schema(), place.table()).orElseThrow();
        if (!table.hasTenant()) {
            return 0;
        }
        JsonNode image = row.path("after").isObject() ? row.path("after") : row.path("before");
        return Math.floorMod(image.path(table.tenantColumn()).asText().hashCode(), MemoryHistory.TOPICS.partitions());
    }

    private void cover(RowPlace row, boolean standings, boolean tenantless) {
        String table = row.schema() + "." + row.table() + (standings ? Frontier.Covered.STANDINGS : "");
        Frontier.Covered place =
                new Frontier.Covered(table, tenantless, partition, row.incremental(), 0, "0/0", "0/0", 0);
        Frontier.Covered former = last.get(place);
        boolean another = former != null && former.position().equals(row.position());
        last.put(
                place,
                new Frontier.Covered(
                        table,
                        tenantless,
                        partition,
                        row.incremental(),
                        row.position().epoch(),
                        Lsn.text(row.position().previousCommit()),
                        Lsn.text(row.position().lsn()),
                        another ? Objects.requireNonNull(former).rows() + 1 : 1));
        open.add(place);
    }
}
