package io.licensewatch.cdc.engine;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Memberships;
import io.licensewatch.cdc.source.SourceFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of a run: those that exist and are published.
 *
 * @param memberships theirs
 * @param published also those of which nothing may be captured
 */
record WatchedTables(List<CapturedTable> tables, Memberships memberships, Memberships published) {
    WatchedTables {
        tables = List.copyOf(tables);
    }

    static WatchedTables of(FeedSettings settings, SourceFacts facts) throws SQLException {
        try (Connection connection = settings.postgres().connect()) {
            Memberships published =
                    Memberships.of(connection, settings.publication()).without(settings.excluded());
            List<CapturedTable> tables =
                    facts.tables().stream().filter(published::has).toList();
            Map<String, String> ours = new TreeMap<>();
            tables.forEach(table -> ours.put(table.name(), published.byTable().get(table.name())));
            return new WatchedTables(tables, new Memberships(ours), published);
        }
    }
}
