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
 * A look at the source before a partitioned table is read again. What has changed of it may be that the stream does not bring its
 * changes any more: a partition that logs too little, is unlogged or foreign, or a publication that does not publish it as one table.
 */
public final class PartitionCheck {
    private final FeedSettings settings;
    private final WatchedTables watched;

    public PartitionCheck(FeedSettings settings, WatchedTables watched) {
        this.settings = settings;
        this.watched = watched;
    }

    /** The next run checks the source from the start, and waits or ends where it is not fit. */
    public static final class OtherSource extends IllegalStateException {
        OtherSource(String words) {
            super(words);
        }
    }

    /** @throws OtherSource where the stream would not bring what changes after the reading */
    public void require(Set<String> tables) throws SQLException {
        List<String> partitioned =
                watched.trees().tables().stream().filter(tables::contains).toList();
        if (partitioned.isEmpty()) {
            return;
        }
        try (Connection connection = settings.postgres().connectToLook()) {
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
