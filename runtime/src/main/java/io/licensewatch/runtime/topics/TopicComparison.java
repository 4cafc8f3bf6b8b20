package io.licensewatch.runtime.topics;

import io.licensewatch.schemas.topic.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares existing topics with the required settings. */
final class TopicComparison {
    private static final String RETENTION = "retention.ms";
    /** Higher values are the operator's choice: a longer retention, larger records. */
    private static final Set<String> AT_LEAST = Set.of(RETENTION, "max.message.bytes");

    private static final long FOREVER = -1;

    private final String bootstrapServers;

    TopicComparison(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The mismatches of existing topics; a missing topic is not a mismatch. */
    List<TopicMismatch> mismatches(List<TopicSpec> wanted, Map<String, ExistingTopic> existing) {
        List<TopicMismatch> found = new ArrayList<>();
        for (TopicSpec spec : wanted) {
            ExistingTopic topic = existing.get(spec.name());
            if (topic != null) {
                comparePartitions(spec, topic, found);
                compareConfig(spec, topic, found);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Adding partitions would move tenants away from their history, and deleting one topic alone would lose the rows of a table.
     */
    private static void comparePartitions(TopicSpec spec, ExistingTopic topic, List<TopicMismatch> found) {
        if (topic.partitions() == spec.partitions()) {
            return;
        }
        String beginAgain =
                "see docs/operations.md, \"a topic is not as it should be\": stop both apps, delete all topics of licensewatch, start with a new snapshot; never add partitions, and never delete one topic alone";
        String remedy = spec.partitions() == 1
                ? beginAgain
                : "set licensewatch.topics.partitions = " + topic.partitions()
                        + " in every process, if all topics by tenant have that many; to have " + spec.partitions()
                        + ", "
                        + beginAgain;
        found.add(new TopicMismatch(
                spec.name(), "has " + topic.partitions() + " partitions, not " + spec.partitions(), remedy));
    }

    private void compareConfig(TopicSpec spec, ExistingTopic topic, List<TopicMismatch> found) {
        new TreeMap<>(spec.config()).forEach((name, value) -> {
            String actual = topic.config().getOrDefault(name, "");
            if (!fits(name, value, actual)) {
                found.add(new TopicMismatch(
                        spec.name(),
                        "has " + name + " = " + actual + ", not " + value + (AT_LEAST.contains(name) ? " or more" : ""),
                        "fix it with: kafka-configs --bootstrap-server " + bootstrapServers
                                + " --alter --entity-type topics --entity-name " + spec.name() + " --add-config " + name
                                + "=" + value));
            }
        });
    }

    private static boolean fits(String name, String wanted, String actual) {
        if (!AT_LEAST.contains(name) || actual.isEmpty()) {
            return wanted.equals(actual);
        }
        long has = Long.parseLong(actual);
        return has >= Long.parseLong(wanted) || (RETENTION.equals(name) && has == FOREVER);
    }
}
