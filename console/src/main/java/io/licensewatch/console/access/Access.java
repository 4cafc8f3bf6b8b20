package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides about each request before its route is taken. */
public final class Access {
    private static final String PERSON = "person";

    private final Csrf csrf = new Csrf();
    private final Identity identity;

    /** On this machine alone: whoever reaches the port is its user. */
    public Access() {
        this(new LocalUser(System.getProperty("user.name", "local")));
    }

    Access(Identity identity) {
        this.identity = identity;
    }

    /** As a handler before every matched route. */
    public void check(Context request) {
        Set<RouteRole> roles = request.routeRoles();
        if (roles.isEmpty() || !roles.stream().allMatch(Role.class::isInstance)) {
            throw new ForbiddenResponse("this route asks for no role");
        }
        if (roles.equals(Set.of(Role.OPEN))) {
            return;
        }
        Optional<Caller> known = identity.of(request);
        if (known.isEmpty()) {
            request.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse("log in first");
        }
        Caller caller = known.get();
        request.attribute(PERSON, caller.person());
        csrf.offer(request, caller.login());
        SameOrigin.require(request, caller);
        roles.forEach(role -> requireRole(caller.person(), (Role) role));
    }

    private static void requireRole(Person person, Role role) {
        if (!person.may(role)) {
            throw new ForbiddenResponse("this needs the role " + role + ", which " + person.name() + " does not have");
        }
    }

    /** Who asks, on every route that is not open. */
    public static Person person(Context request) {
        return Objects.requireNonNull(request.<Person>attribute(PERSON), "an open route knows nobody");
    }
}
