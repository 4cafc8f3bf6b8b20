package io.licensewatch.console.access;

import java.util.Set;
import java.util.TreeSet;

/**
 * A person who is logged in. The roles operate and approve include view.
 *
 * @param name as in the audit trail; verified, never taken from the client
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
