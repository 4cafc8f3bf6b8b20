package io.licensewatch.cdc;

import io.licensewatch.cdc.checkpoint.CheckpointTopic;
import io.licensewatch.cdc.checkpoint.StartPlan;
import io.licensewatch.cdc.checkpoint.StartPlan.Beginning;
import io.licensewatch.cdc.checkpoint.WrittenBefore;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.settings.FeedSettings;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.runtime.topics.TopicMismatch;
import io.licensewatch.runtime.topics.TopicProvisioner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/** The preflight of everything that cdc depends on: Postgres, Kafka, and what both say about the slot. */
final class Checkup {
    private static final int KAFKA_ANSWERS_WITHIN_MS = 10_000;

    private final CdcSettings settings;
    private final boolean resync;
    private final List<CheckResult> results = new ArrayList<>();
    private boolean takesSnapshot = true;

    private Checkup(CdcSettings settings, boolean resync) {
        this.settings = settings;
        this.resync = resync;
    }

    /**
     * Changes nothing.
     *
     * @param resync whether the start will take a new snapshot, whatever was written before
     */
    static List<CheckResult> run(CdcSettings settings, boolean resync) throws InterruptedException {
        Checkup checkup = new Checkup(settings, resync);
        Optional<Survey> survey = checkup.postgres();
        Optional<SourceFacts> facts = survey.flatMap(Survey::facts);
        Optional<WrittenBefore> written = checkup.kafka();
        boolean ranBefore =
                written.flatMap(before -> before.of(settings.feed().slot())).isPresent();
        survey.map(found -> ranBefore ? found.withoutUnpublished() : found)
                .ifPresent(found -> checkup.results.addAll(0, found.results()));
        if (facts.isPresent() && written.isPresent()) {
            checkup.slot(facts.get(), written.get());
        }
        return checkup.takesSnapshot ? List.copyOf(checkup.results) : CheckResult.withoutSnapshot(checkup.results);
    }

    /** The same without Kafka, for a database that is not watched yet. */
    static List<CheckResult> ofPostgres(CdcSettings settings) {
        Checkup checkup = new Checkup(settings, false);
        checkup.postgres().ifPresent(survey -> checkup.results.addAll(survey.results()));
        return List.copyOf(checkup.results);
    }

    private Optional<Survey> postgres() {
        FeedSettings feed = settings.feed();
        try {
            return Optional.of(feed.survey());
        } catch (SQLException e) {
            results.add(Survey.unreachable(feed.postgres(), e));
            return Optional.empty();
        }
    }

    /** What was written before; empty when Kafka does not answer. */
    private Optional<WrittenBefore> kafka() throws InterruptedException {
        String check = "kafka " + settings.bootstrapServers();
        try (TopicProvisioner topics = provisioner(settings)) {
            List<TopicMismatch> mismatches =
                    topics.check(settings.feed().topics().sourceTopics());
            WrittenBefore before = checkpointTopic(settings).before();
            results.add(CheckResult.ok(check, "answers"));
            Plaintext.kafka(settings.given())
                    .ifPresent(words -> results.add(CheckResult.unencrypted(
                            "kafka", words, "set licensewatch.kafka.security-protocol to SASL_SSL or SSL")));
            mismatches.forEach(mismatch ->
                    results.add(CheckResult.fail("topic " + mismatch.topic(), mismatch.problem(), mismatch.remedy())));
            return Optional.of(before);
        } catch (KafkaUnavailableException e) {
            results.add(CheckResult.fail(
                    check, "does not answer", "start Kafka, or set licensewatch.kafka.bootstrap-servers"));
        } catch (UnfitSourceException e) {
            results.addAll(e.failures());
        } catch (AuthenticationException e) {
            results.add(KafkaSink.loginRefused(e));
        } catch (KafkaException e) {
            results.add(KafkaSink.refused(check, e));
        }
        return Optional.empty();
    }

    private void slot(SourceFacts facts, WrittenBefore written) throws InterruptedException {
        String slot = settings.feed().slot();
        Beginning beginning = resync ? Beginning.TAKE_OVER : Beginning.CONTINUE;
        StartPlan plan = StartPlan.decide(slot, facts, written, beginning);
        if (plan instanceof StartPlan.Refuse) {
            CheckpointTopic topic = checkpointTopic(settings);
            topic.awaitSettled();
            WrittenBefore settled = topic.before();
            plan = StartPlan.decide(slot, factsNow().orElse(facts), settled, beginning);
        }
        results.add(plan.checkResult());
        takesSnapshot = plan.takesSnapshot();
    }

    /** The facts after the checkpoint was read; earlier facts may be older than the checkpoint. */
    private Optional<SourceFacts> factsNow() {
        try {
            return settings.feed()
                    .survey()
                    .facts()
                    .filter(now -> now.replication().history().isPresent());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    static CheckpointTopic checkpointTopic(CdcSettings settings) {
        return new CheckpointTopic(settings::kafkaNow, settings.feed().topics());
    }

    /** With the current login: it may have changed since the process started. */
    static Map<String, Object> adminProperties(CdcSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafkaNow());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_ANSWERS_WITHIN_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_ANSWERS_WITHIN_MS / 2);
        return properties;
    }

    static TopicProvisioner provisioner(CdcSettings settings) {
        return new TopicProvisioner(
                Admin.create(adminProperties(settings)), settings.bootstrapServers(), settings.replicationFactor());
    }
}
