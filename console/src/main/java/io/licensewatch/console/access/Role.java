package io.licensewatch.console.access;

import io.javalin.security.RouteRole;

/** What a route asks of who calls it, and what a person may. */
public enum Role implements RouteRole {
    /** Of routes alone: no login is needed, such as for the style sheet. */
    OPEN,
    VIEW,
    /** Requests of commands, pauses. */
    OPERATE,
    APPROVE
}
