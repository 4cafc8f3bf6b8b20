package io.licensewatch.console.access;

import java.util.Set;

/**
 * Who is logged in.
 *
 * @param name as it stands in the audit trail; verified, never what a client says of itself
 */
public record Person(String name, Set<Role> roles) {
    public Person {
        roles = Set.copyOf(roles);
    }

    public boolean may(Role role) {
        return role == Role.OPEN || roles.contains(role);
    }
}
