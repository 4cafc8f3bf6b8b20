package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Requirement;
import java.util.List;

/**
 * A requirement of a role that the tenant's licensed features do not satisfy.
 *
 * @param missingFeatures sorted feature ids
 * @param affectedUsers distinct users that hold the role; 0 when nobody does
 * @param toGrant what to grant so that it is satisfied, as far as the tenant's offering contains it; empty when it does
 *     not, the catalogue has retired it, or the subscription is not good
 */
public record DriftItem(
        String roleId,
        String resource,
        Requirement.Mode mode,
        List<String> missingFeatures,
        long affectedUsers,
        List<String> toGrant) {
    public DriftItem {
        missingFeatures = List.copyOf(missingFeatures);
        toGrant = List.copyOf(toGrant);
    }

    /** Whether granting licences repairs it; otherwise access has to be removed. */
    public boolean grantable() {
        return !toGrant.isEmpty();
    }
}
