package io.licensewatch.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void the_catalogue_is_as_listed_in_topics_txt() throws Exception {
        Topics topics = Topics.defaults();
        String catalogue = Stream.of(topics.sourceTopics(), topics.publicTopics())
                .flatMap(List::stream)
                .map(TopicsTest::line)
                .collect(Collectors.joining("\n", "", "\n"));

        try (InputStream golden =
                Objects.requireNonNull(getClass().getResourceAsStream("/io/licensewatch/schemas/topics.txt"))) {
            assertThat(catalogue).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void prefix_and_partitions_reach_every_topic_that_depends_on_them() {
        Topics topics = new Topics("acme.eu", 12);

        assertThat(topics.sourceTopics()).allMatch(spec -> spec.name().startsWith("acme.eu."));
        assertThat(topics.publicTopics())
                .allMatch(spec -> spec.partitions()
                        == (Set.of(Topics.HEALTH, Topics.PAUSES).contains(spec.name()) ? 1 : 12));
        assertThat(topics.sourceTopics()).extracting(TopicSpec::partitions).containsOnly(12, 1);
    }

    @Test
    void a_prefix_that_kafka_rejects_is_rejected() {
        assertThatThrownBy(() -> new Topics("a b", 6)).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> new Topics("", 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topics("a", 0)).hasMessageContaining("at least 1");
    }

    private static String line(TopicSpec spec) {
        String config = new TreeMap<>(spec.config())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
        return spec.name() + " partitions=" + spec.partitions() + " " + config;
    }
}
