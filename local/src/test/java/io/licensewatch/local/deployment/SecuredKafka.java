package io.licensewatch.local.deployment;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.schemas.topic.TopicSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;

/** A broker that knows who is who and denies what is not allowed. Each user's password is its name. */
final class SecuredKafka implements AutoCloseable {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String ADMIN = "admin";

    private final EmbeddedKafka broker;

    SecuredKafka(Path directory, Collection<String> users) {
        String known = users.stream()
                .map(user -> " user_" + user + "=\"" + user + "\"")
                .collect(Collectors.joining());
        broker = EmbeddedKafka.start(
                directory,
                0,
                Map.of(
                        "listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms", "PLAIN",
                        "sasl.mechanism.inter.broker.protocol", "PLAIN",
                        "listener.name.broker.plain.sasl.jaas.config",
                                login(ADMIN).replace(";", " user_admin=\"admin\"" + known + ";"),
                        "authorizer.class.name", AuditedAuthorizer.class.getName(),
                        // The node's own connection to its controller has no login.
                        "super.users", "User:admin;User:ANONYMOUS"));
    }

    void allow(List<AclBinding> acls) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.createAcls(acls).all().get();
        }
    }

    /** Takes effect a moment later. */
    void revoke(AclBinding acl) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.deleteAcls(List.of(acl.toFilter())).all().get();
        }
    }

    /** Topics as they are when the apps have made them. */
    void create(List<TopicSpec> topics) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.createTopics(topics.stream()
                            .map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** How a user's client connects. */
    Map<String, Object> client(String user) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", login(user));
        return properties;
    }

    /** How one of our apps is told to connect. */
    Map<String, String> settings(String user) {
        return Map.of(
                "licensewatch.kafka.bootstrap-servers",
                broker.bootstrapServers(),
                "licensewatch.kafka.security-protocol",
                "SASL_PLAINTEXT",
                "licensewatch.kafka.sasl-mechanism",
                "PLAIN",
                "licensewatch.kafka.sasl-username",
                user,
                "licensewatch.kafka.sasl-password",
                user);
    }

    @Override
    public void close() {
        broker.close();
    }

    private static String login(String user) {
        return LOGIN + " username=\"" + user + "\" password=\"" + user + "\";";
    }
}
