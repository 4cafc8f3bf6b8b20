package io.licensewatch.cli;

import java.util.Collection;
import java.util.stream.Collectors;

/** Kafka does not have the topic; the message names the topics that it has. */
public final class NoSuchTopicException extends RuntimeException {
    NoSuchTopicException(String topic, String address, Collection<String> existing) {
        super("topic " + topic + " does not exist in Kafka at " + address + ", or this login is not allowed to see it; "
                + listed(existing));
    }

    private static String listed(Collection<String> existing) {
        String names = existing.stream()
                .filter(name -> !name.startsWith("__"))
                .sorted()
                .collect(Collectors.joining("\n  "));
        return names.isEmpty()
                ? "it has no topics yet: they are created when licensewatch starts"
                : "it has\n  " + names;
    }
}
