package io.licensewatch.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.topic.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {
    private static final TopicSpec COMPACTED = new TopicSpec("t.rows", 6, Map.of("cleanup.policy", "compact"));
    private static final TopicSpec KEPT =
            new TopicSpec("t.kept", 1, Map.of("cleanup.policy", "delete", "retention.ms", "86400000"));

    private final TopicComparison comparison = new TopicComparison("kafka:9092");

    @Test
    void matching_and_missing_topics_are_no_mismatch() {
        Map<String, ExistingTopic> existing = Map.of(
                "t.rows", new ExistingTopic(6, Map.of("cleanup.policy", "compact", "retention.ms", "604800000")));

        assertThat(comparison.mismatches(List.of(COMPACTED, KEPT), existing)).isEmpty();
    }

    @Test
    void a_wrong_partition_count_is_never_fixed_by_adding_partitions() {
        ExistingTopic three = new ExistingTopic(3, Map.of("cleanup.policy", "compact"));

        assertThat(comparison.mismatches(List.of(COMPACTED), Map.of("t.rows", three)))
                .singleElement()
                .hasToString(
                        "topic t.rows has 3 partitions, not 6; set licensewatch.topics.partitions = 3 in every process,"
                                + " if all topics by tenant have that many; to have 6, see docs/operations.md, \"a topic is not as it"
                                + " should be\": stop both apps, delete all topics of licensewatch, start with a new snapshot;"
                                + " never add partitions, and never delete one topic alone");
    }

    /** The message and the page must agree. */
    @Test
    void the_page_about_a_wrong_partition_count_has_the_same_steps() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        int section = page.indexOf("\n### a topic is not as it should be\n");

        assertThat(section).isPositive();
        assertThat(page.substring(section, page.indexOf("\n### ", section + 1)).replaceAll("\\s+", " "))
                .contains("Never add partitions")
                .contains("stop both apps, delete the source topics and the public ones")
                .contains("`--resync`");
    }

    @Test
    void every_wrong_setting_is_listed_with_its_command() {
        Map<String, ExistingTopic> existing = Map.of(
                "t.rows", new ExistingTopic(6, Map.of("cleanup.policy", "delete")),
                "t.kept", new ExistingTopic(1, Map.of("cleanup.policy", "compact", "retention.ms", "1000")));

        assertThat(comparison.mismatches(List.of(COMPACTED, KEPT), existing))
                .extracting(TopicMismatch::toString)
                .containsExactly(
                        "topic t.rows has cleanup.policy = delete, not compact; fix it with: "
                                + alter("t.rows", "cleanup.policy=compact"),
                        "topic t.kept has cleanup.policy = compact, not delete; fix it with: "
                                + alter("t.kept", "cleanup.policy=delete"),
                        "topic t.kept has retention.ms = 1000, not 86400000 or more; fix it with: "
                                + alter("t.kept", "retention.ms=86400000"));
    }

    @Test
    void a_longer_retention_is_the_operators_choice() {
        assertThat(retained("86400001")).isEmpty();
        assertThat(retained("-1")).isEmpty();
        assertThat(retained("86399999")).hasSize(1);
    }

    @Test
    void a_topic_may_accept_larger_records_but_not_only_smaller_ones() {
        TopicSpec spec = new TopicSpec("t.rows", 6, Map.of("max.message.bytes", "9437184"));

        assertThat(comparison.mismatches(List.of(spec), taking("9437184"))).isEmpty();
        assertThat(comparison.mismatches(List.of(spec), taking("20000000"))).isEmpty();
        assertThat(comparison.mismatches(List.of(spec), taking("1048588")))
                .singleElement()
                .hasToString("topic t.rows has max.message.bytes = 1048588, not 9437184 or more; fix it with: "
                        + alter("t.rows", "max.message.bytes=9437184"));
    }

    private static Map<String, ExistingTopic> taking(String bytes) {
        return Map.of("t.rows", new ExistingTopic(6, Map.of("max.message.bytes", bytes)));
    }

    private List<TopicMismatch> retained(String retention) {
        ExistingTopic topic = new ExistingTopic(1, Map.of("cleanup.policy", "delete", "retention.ms", retention));
        return comparison.mismatches(List.of(KEPT), Map.of("t.kept", topic));
    }

    private static String alter(String topic, String config) {
        return "kafka-configs --bootstrap-server kafka:9092 --alter --entity-type topics --entity-name " + topic
                + " --add-config " + config;
    }
}
