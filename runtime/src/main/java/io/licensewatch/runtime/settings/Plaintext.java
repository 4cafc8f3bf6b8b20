package io.licensewatch.runtime.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Connections that others on the way can read: without encryption, and to another machine. */
public final class Plaintext {
    private Plaintext() {}

    /** What somebody should know of the connection to Kafka; empty when nobody can read it on the way. */
    public static Optional<String> kafka(Settings settings) {
        SecurityProtocol protocol = settings.get(CommonSettings.KAFKA_SECURITY_PROTOCOL);
        if (protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL) {
            return Optional.empty();
        }
        return Arrays.stream(
                        settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS).split(",", -1))
                .map(String::strip)
                .filter(server -> leavesMachine(host(server)))
                .findFirst()
                .map(server -> "the connection to " + server + " is not encrypted (" + protocol.name
                        + "): whoever is on the way can read and alter everything"
                        + (protocol == SecurityProtocol.SASL_PLAINTEXT ? ", the login too" : ""));
    }

    private static String host(String server) {
        String host = server.contains(":") ? server.substring(0, server.lastIndexOf(':')) : server;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether a connection to this host is to another machine than this one. */
    public static boolean leavesMachine(String host) {
        try {
            return !Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
