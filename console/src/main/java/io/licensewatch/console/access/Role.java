package io.licensewatch.console.access;

import io.javalin.security.RouteRole;
import java.util.Arrays;

/** The role that a route requires, and the roles of a person. */
public enum Role implements RouteRole {
    /** For routes only: no login is needed, such as for the style sheet. */
    OPEN,
    VIEW,
    /** Requests of commands, pauses. */
    OPERATE,
    APPROVE;

    /** @throws IllegalArgumentException if people cannot have this role */
    static Role named(String name) {
        return Arrays.stream(values())
                .filter(role -> role != OPEN && role.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("has other roles than view, operate and approve"));
    }
}
