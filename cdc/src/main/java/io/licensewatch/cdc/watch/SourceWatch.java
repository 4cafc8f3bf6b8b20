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

/** A look at the source now and then while a run lasts: how the slot is, and whether the watched tables are still the same. */
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

    /** How long to wait for the next look. */
    public Duration pause() {
        return settings.tablesEach().compareTo(SLOT_EACH) < 0 ? settings.tablesEach() : SLOT_EACH;
    }

    /** @return whether the run has to end, since tables have joined or left, or topics are others */
    public boolean look() throws InterruptedException {
        try (Connection connection = settings.postgres().connectToLook()) {
            SourceCatalog catalog = new SourceCatalog(connection);
            catalog.slot(settings.slot()).ifPresent(slotSeen);
            if (System.nanoTime() - tablesAt < settings.tablesEach().toNanos()) {
                return false;
            }
            tablesAt = System.nanoTime();
            return topicsDiffer()
                    || keysDiffer(catalog)
                    || heirsAreThere(connection)
                    || tablesDiffer(settings.published(connection));
        } catch (SQLException e) {
            LOG.debug("cannot look at the source", e);
            return false;
        }
    }

    /** The next run creates those that are missing, and has the tables read whose rows were in them. */
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
                    .log("foreign keys were dropped or made that refer to the tables: they are read again");
        }
        return !dropped.isEmpty() || !others.isEmpty();
    }

    /** The next run refuses them: their rows would be read with the table, and are streamed under other names. */
    private boolean heirsAreThere(Connection connection) throws SQLException {
        Set<String> found = Partitions.withHeirs(
                connection, watched.tables().stream().map(CapturedTable::name).toList());
        if (!found.isEmpty()) {
            LOG.atWarn().addKeyValue("tables", found).log("tables are inherited from: the source is checked again");
        }
        return !found.isEmpty();
    }

    /** What the making of the slot waits for: empty text for nothing; empty when that cannot be seen. */
    public Optional<String> awaitedTransaction() {
        try (Connection connection = settings.postgres().connectToLook()) {
            return Optional.of(
                    OpenTransactions.awaitedBySlot(connection, settings.slot()).orElse(""));
        } catch (SQLException e) {
            LOG.debug("cannot look at what the slot waits for", e);
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
                    .log("tables have left the publication: changes to them are not seen until they come back");
            return true;
        }
        Set<String> joined = new TreeSet<>(found.byTable().keySet());
        joined.removeAll(watched.memberships().byTable().keySet());
        known = found;
        return !joined.isEmpty() && canBeWatched(joined);
    }

    /** A table that cannot is no reason to end the run of the others. */
    private boolean canBeWatched(Set<String> joined) throws SQLException {
        Survey survey = settings.survey().withoutUnpublished();
        survey.failures()
                .forEach(failure -> LOG.atWarn()
                        .addKeyValue("tables", joined)
                        .log("tables have joined the publication and cannot be watched yet: {}", failure));
        if (survey.isFitForSnapshot()) {
            LOG.atInfo().addKeyValue("tables", joined).log("tables have joined the publication");
        }
        return survey.isFitForSnapshot();
    }
}
