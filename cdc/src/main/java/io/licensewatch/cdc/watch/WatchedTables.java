package io.licensewatch.cdc.watch;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.Memberships;
import io.licensewatch.cdc.source.PartitionTrees;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceCatalog;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run: those that exist and are published.
 *
 * @param memberships their memberships in the publication
 * @param identities what their rows in the topics depend on, by {@code schema.table}: the membership, the columns by which
 *     rows are identified, the topics, the foreign key that refers to it, and the key's object id. If the key of a table was
 *     changed while cdc was stopped, its topic contains rows under keys that never return; if a topic was recreated, it lacks rows
 * @param published all memberships, also of tables that cannot be captured
 * @param topicIds from {@link io.licensewatch.cdc.sink.TopicIds}
 * @param trees of partitioned tables
 * @param partitions of these, as they were before any row was read
 */
public record WatchedTables(
        List<CapturedTable> tables,
        Memberships memberships,
        Map<String, String> identities,
        Memberships published,
        Map<String, String> topicIds,
        PartitionTrees trees,
        Map<String, String> partitions) {
    public WatchedTables {
        tables = List.copyOf(tables);
        identities = Map.copyOf(identities);
        topicIds = Map.copyOf(topicIds);
        partitions = Map.copyOf(partitions);
    }

    public static WatchedTables of(FeedSettings settings, SourceFacts facts, Map<String, String> topicIds)
            throws SQLException {
        try (Connection connection = settings.postgres().connectToCatalog()) {
            Memberships published = settings.published(connection);
            List<CapturedTable> tables =
                    facts.tables().stream().filter(published::has).toList();
            Map<String, String> ours = new TreeMap<>();
            Map<String, String> identities = new TreeMap<>();
            SourceCatalog catalog = new SourceCatalog(connection);
            for (CapturedTable table : tables) {
                String membership = published.byTable().getOrDefault(table.name(), "");
                ours.put(table.name(), membership);
                identities.put(
                        table.name(),
                        membership + " by " + catalog.key(table) + " in "
                                + topics(settings.topics(), table.table(), topicIds)
                                + lacking(table)
                                + writing(table, settings)
                                + foreignKey(table)
                                + Checkpoint.KEY + table.key().object());
            }
            PartitionTrees trees = PartitionTrees.of(settings.publication(), tables);
            return new WatchedTables(
                    tables, new Memberships(ours), identities, published, topicIds, trees, trees.read(connection));
        }
    }

    /** Columns that the stream lacks: a row in the topic may have been read with them, and must be read again without them. */
    private static String lacking(CapturedTable table) {
        return table.lacking().isEmpty() ? "" : " without " + String.join(", ", table.lacking());
    }

    /** Rows that were encoded differently do not compare with those that follow. */
    private static String writing(CapturedTable table, FeedSettings settings) {
        String ways = table.types()
                .writing(table.keyColumns(), settings.timestampZone().getId());
        return ways.isEmpty() ? "" : " writes " + ways;
    }

    /** It decides which rows are sent to readers. */
    private static String foreignKey(CapturedTable table) {
        return table.table().heldBy().isEmpty() ? "" : Checkpoint.HELD + table.foreignKey();
    }

    private static String topics(Topics topics, SourceTable table, Map<String, String> ids) {
        String own = ids.getOrDefault(topics.table(table), "");
        String standings = ids.getOrDefault(topics.standings(table), "");
        return table.hasTenant()
                ? own + "+" + ids.getOrDefault(topics.tenantless(), "") + (standings.isEmpty() ? "" : "+" + standings)
                : own;
    }

    /**
     * The tables that the stream must include: also the table of the last event that was written, even if it has left since. That
     * event must arrive again, or the log is not the one that was read.
     */
    public List<CapturedTable> streamedFrom(@Nullable LastEvent last, SourceSchemas schemas) {
        String table = last == null ? null : last.table();
        if (table == null || tables.stream().anyMatch(watched -> watched.name().equals(table))) {
            return tables;
        }
        List<CapturedTable> more = new ArrayList<>(tables);
        schemas.table(table).map(gone -> asNamed(gone, schemas.of(gone))).ifPresent(more::add);
        return more;
    }

    private static CapturedTable asNamed(SourceTable table, String schema) {
        List<String> columns = List.copyOf(table.columns());
        return new CapturedTable(
                table,
                schema,
                columns,
                RowKey.primary("id"),
                GeneratedColumns.NONE,
                ColumnTypes.NONE,
                ReplicaIdentity.FULL,
                false,
                false,
                true);
    }
}
