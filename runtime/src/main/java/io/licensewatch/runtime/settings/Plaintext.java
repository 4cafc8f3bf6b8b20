package io.licensewatch.runtime.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Detects connections that others can read: without encryption, to another machine. */
public final class Plaintext {
    private Plaintext() {}

    /** A warning about the connection to Kafka; empty if it is encrypted or local. */
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
                        + "): others in the network can read and change everything"
                        + (protocol == SecurityProtocol.SASL_PLAINTEXT ? ", the login too" : ""));
    }

    private static String host(String server) {
        String host = server.contains(":") ? server.substring(0, server.lastIndexOf(':')) : server;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether this host is another machine. */
    public static boolean leavesMachine(String host) {
        try {
            return !Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
