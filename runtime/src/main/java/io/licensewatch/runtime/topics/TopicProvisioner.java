package io.licensewatch.runtime.topics;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that a process writes, checks existing topics, and waits for the topics of another process. Nothing depends
 * on the broker's auto-creation.
 */
public final class TopicProvisioner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    /** The time between the controller's answer and the moment at which brokers know a new topic. */
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

    private static final Duration ANY_TIME = Duration.ofDays(Integer.MAX_VALUE);

    private final Admin admin;
    private final TopicInspection inspection;
    private final TopicComparison comparison;
    private final int replicationFactor;

    /**
     * @param admin closed with this
     * @param replicationFactor of new topics; -1 for the broker's default
     */
    public TopicProvisioner(Admin admin, String bootstrapServers, int replicationFactor) {
        this.admin = admin;
        this.inspection = new TopicInspection(admin, bootstrapServers);
        this.comparison = new TopicComparison(bootstrapServers);
        this.replicationFactor = replicationFactor;
    }

    public static TopicProvisioner connect(Settings settings) {
        return new TopicProvisioner(
                Admin.create(CommonSettings.kafkaProperties(settings)),
                settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS),
                settings.get(CommonSettings.TOPICS_REPLICATION_FACTOR));
    }

    /** The mismatches of existing topics; changes nothing. */
    public List<TopicMismatch> check(List<TopicSpec> specs) throws InterruptedException {
        return comparison.mismatches(specs, inspection.describe(specs));
    }

    /**
     * Creates missing topics if the existing ones match, and returns when all can be used.
     *
     * @throws TopicMismatchException naming all mismatches; then nothing has been created
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public void provision(List<TopicSpec> specs) throws InterruptedException {
        Set<String> existing = requireRight(specs).keySet();
        List<TopicSpec> missing =
                specs.stream().filter(spec -> !existing.contains(spec.name())).toList();
        if (missing.isEmpty()) {
            return;
        }
        create(missing);
        try {
            awaitTopics(missing, "the broker", VISIBLE_WITHIN);
            inspection.awaitLeaders(missing);
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException("created topics do not appear: " + e.getMessage(), e);
        }
    }

    /**
     * Kafka's ids of the topics, by name. A topic that was deleted and created again has another id. Missing topics are left out.
     */
    public Map<String, String> ids(List<TopicSpec> specs) throws InterruptedException {
        return inspection.ids(specs.stream().map(TopicSpec::name).toList());
    }

    /** The number of partitions of each topic, by name. Missing topics are left out. */
    public Map<String, Integer> partitions(List<TopicSpec> specs) throws InterruptedException {
        return inspection.partitions(specs.stream().map(TopicSpec::name).toList());
    }

    /**
     * Waits for topics that another process creates, and logs that at once and every 30 s. It also waits while Kafka does not
     * answer.
     *
     * @param creator the process that creates them
     * @throws TopicMismatchException if they have other settings
     * @throws TimeoutException naming the topics that are still missing
     */
    public void awaitTopics(List<TopicSpec> specs, String creator, Duration timeout)
            throws InterruptedException, TimeoutException {
        new TopicWait(timeout, creator).until(() -> missing(specs));
        requireRight(specs);
    }

    /** As above, without a time limit. */
    public void awaitTopics(List<TopicSpec> specs, String creator) throws InterruptedException {
        try {
            awaitTopics(specs, creator, ANY_TIME);
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException("its topics have not appeared: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private Map<String, ExistingTopic> requireRight(List<TopicSpec> specs) throws InterruptedException {
        Map<String, ExistingTopic> existing = inspection.describe(specs);
        List<TopicMismatch> mismatches = comparison.mismatches(specs, existing);
        if (!mismatches.isEmpty()) {
            throw new TopicMismatchException(mismatches);
        }
        return existing;
    }

    private List<String> missing(List<TopicSpec> specs) throws InterruptedException {
        Set<String> existing = inspection.describe(specs).keySet();
        return specs.stream()
                .map(TopicSpec::name)
                .filter(name -> !existing.contains(name))
                .toList();
    }

    /** One request for all topics: one request each added a second to the first start. */
    private void create(List<TopicSpec> missing) throws InterruptedException {
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                        missing.stream().map(this::newTopic).toList())
                .values();
        for (TopicSpec spec : missing) {
            created(spec, Objects.requireNonNull(answers.get(spec.name()), "an answer for each"));
        }
    }

    private NewTopic newTopic(TopicSpec spec) {
        Optional<Short> replicas = replicationFactor < 0 ? Optional.empty() : Optional.of((short) replicationFactor);
        return new NewTopic(spec.name(), Optional.of(spec.partitions()), replicas).configs(spec.config());
    }

    private void created(TopicSpec spec, KafkaFuture<Void> answer) throws InterruptedException {
        try {
            inspection.answer(answer);
            LOG.atInfo()
                    .addKeyValue("topic", spec.name())
                    .addKeyValue("partitions", spec.partitions())
                    .log("topic created");
        } catch (TopicExistsException e) {
            LOG.atDebug().addKeyValue("topic", spec.name()).log("another process created the topic first");
        }
    }
}
