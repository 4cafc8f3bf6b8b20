package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Objects;
import java.util.Set;

/** Decides about each request before its route is taken. On this machine alone, whoever reaches the port is its user. */
public final class Access {
    private static final String PERSON = "person";

    private final Person local;

    public Access() {
        this.local =
                new Person(System.getProperty("user.name", "local"), Set.of(Role.VIEW, Role.OPERATE, Role.APPROVE));
    }

    /** As a handler before every matched route. */
    public void check(Context request) {
        request.attribute(PERSON, local);
        for (var role : request.routeRoles()) {
            if (!(role instanceof Role wanted) || !local.may(wanted)) {
                throw new ForbiddenResponse("this needs the role " + role);
            }
        }
        if (request.routeRoles().isEmpty()) {
            throw new ForbiddenResponse("this route asks for no role");
        }
    }

    /** Who asks. */
    public static Person person(Context request) {
        return Objects.requireNonNull(request.<Person>attribute(PERSON));
    }
}
