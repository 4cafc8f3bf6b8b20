package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;

/** The routes of the pages. */
public final class Pages implements Site {
    private final Templates templates = new Templates();

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/",
                request -> templates.render(
                        request, "overview.jte", Access.person(request).name()),
                Role.VIEW);
    }
}
