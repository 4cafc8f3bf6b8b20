package io.licensewatch.core.reference;

import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reference data of a task at the present frontier. */
public interface Reference {
    /** Changes whenever the result of a lookup may have changed. */
    long version();

    /** Whether the source has this table and it is watched. */
    boolean captured(SourceTable table);

    Optional<Offering> offering(String offeringId);

    /** The licences that holding a role requires, by resource; empty if none. */
    List<Requirement> requirements(String roleId);

    /**
     * The licence that a permission of a tenant's role requires: any of the features that include it; empty if none does.
     *
     * @param code null if the tenant has no such permission: then it is one that all tenants share
     * @param sourceFeature id or code of the feature that brought it. A deleted feature counts as required, like a retired one
     */
    Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature);

    /** False for a feature that is inactive or deleted in the catalogue; true if there is no catalogue. */
    boolean featureLive(String featureId);

    @Nullable
    String featureCode(String featureId);

    /** Whether a foreign key ensures that every row of the table that a seat depends on exists. */
    boolean enforces(SourceTable table);

    /** Whether a role exists and is live, whichever tenant it is of. */
    boolean isLiveRole(String roleId);

    /** A role that belongs to no tenant. */
    Optional<RoleRow> systemRole(String roleId);
}
