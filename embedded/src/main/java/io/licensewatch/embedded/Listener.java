package io.licensewatch.embedded;

import java.util.Map;

/**
 * A further way to the embedded broker.
 *
 * @param name lower case
 * @param protocol such as SSL
 * @param advertised the port that clients connect to, where it is another one
 * @param config of this listener, without its prefix
 */
public record Listener(String name, String protocol, int port, int advertised, Map<String, String> config) {}
