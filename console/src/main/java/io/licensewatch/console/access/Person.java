package io.licensewatch.console.access;

import java.util.Set;
import java.util.TreeSet;

/**
 * Who is logged in. Who may operate or approve sees what that is about, and so may view.
 *
 * @param name as the audit trail shows it; verified, never what a client says of itself
 */
public record Person(String name, Set<Role> roles) {
    public Person {
        Set<Role> all = new TreeSet<>(roles);
        if (!all.isEmpty()) {
            all.add(Role.VIEW);
        }
        roles = Set.copyOf(all);
    }

    public boolean may(Role role) {
        return role == Role.OPEN || roles.contains(role);
    }
}
