package io.licensewatch.console.http;

import io.javalin.config.RoutesConfig;

/** Some routes. Each is given with the role that it asks for; one without is refused. */
public interface Site {
    void addTo(RoutesConfig routes);
}
