package io.licensewatch.console.access;

import io.javalin.security.RouteRole;
import java.util.Arrays;

/** What a route asks of who calls it, and what a person may. */
public enum Role implements RouteRole {
    /** Of routes alone: no login is needed, such as for the style sheet. */
    OPEN,
    VIEW,
    /** Requests of commands, pauses. */
    OPERATE,
    APPROVE;

    /** @throws IllegalArgumentException when no person has such a role */
    static Role named(String name) {
        return Arrays.stream(values())
                .filter(role -> role != OPEN && role.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("has other roles than view, operate and approve"));
    }
}
