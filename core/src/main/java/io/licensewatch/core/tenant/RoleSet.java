package io.licensewatch.core.tenant;

import java.util.List;

/**
 * How many users of a tenant hold exactly these roles by live assignments. A tenant has few distinct role sets, however
 * many users it has, so everything about users that a rule needs is counted from them.
 *
 * @param roleIds sorted, without duplicates, not empty
 * @param users distinct users, more than 0
 */
public record RoleSet(List<String> roleIds, long users) {
    public RoleSet {
        roleIds = List.copyOf(roleIds);
    }
}
