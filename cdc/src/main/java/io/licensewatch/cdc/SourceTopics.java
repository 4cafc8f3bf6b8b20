package io.licensewatch.cdc;

import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.sink.TopicIds;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import java.util.List;
import java.util.Map;

/** The topics that cdc writes. Each connection is used once: it is needed rarely, and the login may change in between. */
record SourceTopics(CdcSettings settings) implements TopicIds {

    @Override
    public Map<String, String> existing() throws InterruptedException {
        try (TopicProvisioner topics = Checkup.provisioner(settings)) {
            return topics.ids(specs());
        }
    }

    @Override
    public Map<String, String> provisioned() throws InterruptedException {
        try (TopicProvisioner topics = Checkup.provisioner(settings)) {
            topics.provision(specs());
            return whole(topics.ids(specs()), specs());
        }
    }

    /** A broker may not know a new topic yet. Its answer must not make the topic look recreated later. */
    static Map<String, String> whole(Map<String, String> ids, List<TopicSpec> specs) {
        List<String> unknown = specs.stream()
                .map(TopicSpec::name)
                .filter(name -> !ids.containsKey(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new KafkaUnavailableException(
                    "the broker does not know topics that exist: " + String.join(", ", unknown));
        }
        return ids;
    }

    /** Creates missing topics. */
    void provision() throws InterruptedException {
        try (TopicProvisioner topics = Checkup.provisioner(settings)) {
            topics.provision(specs());
        }
    }

    private List<TopicSpec> specs() {
        return settings.feed().topics().sourceTopics();
    }
}
