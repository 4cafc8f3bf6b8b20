package io.licensewatch.console.http;

import io.javalin.config.RoutesConfig;

/** A set of routes. Each is registered with its required role; a route without a role is rejected. */
public interface Site {
    void addTo(RoutesConfig routes);
}
