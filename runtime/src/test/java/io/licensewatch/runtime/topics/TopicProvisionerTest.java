package io.licensewatch.runtime.topics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicProvisionerTest {
    @Test
    void without_a_broker_the_error_names_its_address() {
        // Port 1 is reserved; nothing listens there.
        Admin admin = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "200", "default.api.timeout.ms", "400"));
        try (TopicProvisioner provisioner = new TopicProvisioner(admin, "127.0.0.1:1", -1)) {
            assertThatThrownBy(() -> provisioner.provision(Topics.defaults().publicTopics()))
                    .isInstanceOf(KafkaUnavailableException.class)
                    .hasMessageContaining("Kafka at 127.0.0.1:1 does not answer");
        }
    }
}
