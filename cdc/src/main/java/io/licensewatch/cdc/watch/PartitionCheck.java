package io.licensewatch.cdc.watch;

import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.source.Memberships;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks the source before a partitioned table is read again. After a change of the table, the stream may lack its changes: a
 * partition logs too little, is unlogged or foreign, or the publication does not publish the table under one name.
 */
public final class PartitionCheck {
    private final FeedSettings settings;
    private final WatchedTables watched;

    public PartitionCheck(FeedSettings settings, WatchedTables watched) {
        this.settings = settings;
        this.watched = watched;
    }

    /** The next run checks the source from the start; it waits or ends if the source is not fit. */
    public static final class OtherSource extends IllegalStateException {
        OtherSource(String words) {
            super(words);
        }
    }

    /** @throws OtherSource when the stream would lack changes after the incremental snapshot */
    public void require(Set<String> tables) throws SQLException {
        List<String> partitioned =
                watched.trees().tables().stream().filter(tables::contains).toList();
        if (partitioned.isEmpty()) {
            return;
        }
        try (Connection connection = settings.postgres().connectToCatalog()) {
            Memberships now = settings.published(connection);
            for (String table : partitioned) {
                if (!Objects.equals(
                        now.byTable().get(table),
                        watched.memberships().byTable().get(table))) {
                    throw new OtherSource(
                            "table " + table + " has left the publication, or is published under other names");
                }
            }
        }
        Survey survey = settings.survey().withoutUnpublished();
        if (!survey.isFitForSnapshot()) {
            throw new OtherSource(survey.failures().get(0).toString());
        }
    }
}
