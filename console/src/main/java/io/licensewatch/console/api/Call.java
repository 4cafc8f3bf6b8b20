package io.licensewatch.console.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.licensewatch.console.access.Role;
import java.util.Set;

/**
 * A call of the API.
 *
 * @param path such as {@code /api/v1/tenants/{tenantId}}
 * @param query names of the parameters that it takes
 */
public record Call(HandlerType method, String path, Role role, Set<String> query, Handler handler) {
    public Call {
        query = Set.copyOf(query);
    }

    public static Call get(String path, Handler handler, String... query) {
        return new Call(HandlerType.GET, path, Role.VIEW, Set.of(query), handler);
    }

    public void addTo(RoutesConfig routes) {
        routes.addHttpHandler(
                method,
                path,
                request -> {
                    QueryParameters.requireKnown(request, query);
                    handler.handle(request);
                },
                role);
    }
}
