package io.licensewatch.cdc;

import io.licensewatch.cdc.engine.TopicIds;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import java.util.List;
import java.util.Map;

/** The topics that cdc writes. The connection is for a single use: the login may change, and they are needed seldom. */
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
            return topics.ids(specs());
        }
    }

    private List<TopicSpec> specs() {
        return settings.feed().topics().sourceTopics();
    }
}
