package io.licensewatch.local.deployment;

import static org.awaitility.Awaitility.await;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.schemas.topic.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

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

    /** Returns when they are in effect. */
    void allow(List<AclBinding> acls) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.createAcls(acls).all().get();
            for (AclBinding acl : acls) {
                until(acl.toString(), () -> isInEffect(admin, acl));
            }
        }
    }

    /** Returns when it is not in effect any more. */
    void revoke(AclBinding acl) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            admin.deleteAcls(List.of(acl.toFilter())).all().get();
            until(acl.toString(), () -> !isInEffect(admin, acl));
        }
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    /** The broker that answers is the one that decides. */
    private static boolean isInEffect(Admin admin, AclBinding acl) throws Exception {
        return !admin.describeAcls(acl.toFilter()).values().get().isEmpty();
    }

    /** As after a stop that was longer than the broker keeps offsets. */
    void forget(String group) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            until(group + " has no members", () -> isGone(admin, group));
        }
    }

    private static boolean isGone(Admin admin, String group) throws Exception {
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupNotEmptyException) {
                return false;
            }
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw e;
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

    /** The settings by which one of our apps connects. */
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
