package io.licensewatch.cdc.watch;

import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.sink.TopicIds;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Memberships;
import io.licensewatch.cdc.source.OpenTransactions;
import io.licensewatch.cdc.source.Partitions;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceCatalog;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the source at intervals while a run lasts: the state of the slot, and whether the watched tables are the same. */
public final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final Duration SLOT_EACH = Duration.ofSeconds(5);

    private final FeedSettings settings;
    private final WatchedTables watched;
    private final TopicIds topicIds;
    private final Consumer<ReplicationSlot> slotSeen;
    private long tablesAt = System.nanoTime();
    private Memberships known;

    public SourceWatch(
            FeedSettings settings, WatchedTables watched, TopicIds topicIds, Consumer<ReplicationSlot> slotSeen) {
        this.settings = settings;
        this.watched = watched;
        this.topicIds = topicIds;
        this.known = watched.published();
        this.slotSeen = slotSeen;
    }

    /** The time until the next check. */
    public Duration pause() {
        return settings.tablesEach().compareTo(SLOT_EACH) < 0 ? settings.tablesEach() : SLOT_EACH;
    }

    /** @return whether the run has to end, because tables joined or left, or topics were recreated */
    public boolean requiresNewRun() throws InterruptedException {
        try (Connection connection = settings.postgres().connectToCatalog()) {
            SourceCatalog catalog = new SourceCatalog(connection);
            catalog.slot(settings.slot()).ifPresent(slotSeen);
            if (System.nanoTime() - tablesAt < settings.tablesEach().toNanos()) {
                return false;
            }
            tablesAt = System.nanoTime();
            return topicsDiffer()
                    || keysDiffer(catalog)
                    || haveHeirs(connection)
                    || tablesDiffer(settings.published(connection));
        } catch (SQLException e) {
            LOG.debug("cannot check the source", e);
            return false;
        }
    }

    /** The next run creates missing topics, and reads the tables again whose rows were in them. */
    private boolean topicsDiffer() throws InterruptedException {
        try {
            Map<String, String> found = topicIds.existing();
            Set<String> gone = new TreeSet<>(watched.topicIds().keySet());
            gone.removeIf(topic -> Objects.equals(watched.topicIds().get(topic), found.get(topic)));
            if (!gone.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("topics", gone)
                        .log("topics were deleted: they are created again, and the tables whose rows they held are"
                                + " read again");
            }
            return !gone.isEmpty();
        } catch (KafkaException | KafkaUnavailableException e) {
            LOG.debug("cannot read the ids of the topics", e);
            return false;
        }
    }

    /** The next run refuses a table that has no key, or reads it again if it has another one. */
    private boolean keysDiffer(SourceCatalog catalog) throws SQLException {
        Set<String> dropped = catalog.withoutTheirKey(watched.tables());
        if (!dropped.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tables", dropped)
                    .log("keys were dropped or replaced: the source is checked again");
        }
        Set<String> others = catalog.withOtherForeignKeys(watched.tables(), settings.schemas());
        if (!others.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tables", others)
                    .log("foreign keys that refer to the tables were dropped or created: the tables are read again");
        }
        return !dropped.isEmpty() || !others.isEmpty();
    }

    /** The next run refuses such tables: a SELECT includes rows of the children, which the stream delivers under other names. */
    private boolean haveHeirs(Connection connection) throws SQLException {
        Set<String> found = Partitions.withHeirs(
                connection, watched.tables().stream().map(CapturedTable::name).toList());
        if (!found.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tables", found)
                    .log("other tables inherit from the tables: the source is checked again");
        }
        return !found.isEmpty();
    }

    /** The transaction that the creation of the slot waits for: empty text for none; empty when that is unknown. */
    public Optional<String> awaitedTransaction() {
        try (Connection connection = settings.postgres().connectToCatalog()) {
            return Optional.of(
                    OpenTransactions.awaitedBySlot(connection, settings.slot()).orElse(""));
        } catch (SQLException e) {
            LOG.debug("cannot read what the slot waits for", e);
            return Optional.empty();
        }
    }

    private boolean tablesDiffer(Memberships found) throws SQLException {
        if (found.equals(known)) {
            return false;
        }
        Set<String> left = new TreeSet<>();
        watched.memberships().byTable().forEach((table, membership) -> {
            if (!membership.equals(found.byTable().get(table))) {
                left.add(table);
            }
        });
        if (!left.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("tables", left)
                    .log("tables left the publication: their changes are not captured until they return");
            return true;
        }
        Set<String> joined = new TreeSet<>(found.byTable().keySet());
        joined.removeAll(watched.memberships().byTable().keySet());
        known = found;
        return !joined.isEmpty() && canBeWatched(joined);
    }

    /** A table that cannot be watched does not end the run. */
    private boolean canBeWatched(Set<String> joined) throws SQLException {
        Survey survey = settings.survey().withoutUnpublished();
        survey.failures()
                .forEach(failure -> LOG.atWarn()
                        .addKeyValue("tables", joined)
                        .log("tables joined the publication and cannot be watched yet: {}", failure));
        if (survey.isFitForSnapshot()) {
            LOG.atInfo().addKeyValue("tables", joined).log("tables joined the publication");
        }
        return survey.isFitForSnapshot();
    }
}
