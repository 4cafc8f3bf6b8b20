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

    /** What a role requires a licence for, by resource; empty if nothing. */
    List<Requirement> requirements(String roleId);

    /**
     * What a permission of a tenant's role requires: any of the features that name it; empty if none does.
     *
     * @param code null if the tenant has no such permission; then the shared permission with this id is meant
     * @param sourceFeature id or code of the feature that the permission belongs to. A deleted feature is required like a retired one
     */
    Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature);

    /** False for a feature that is inactive or deleted in the catalogue; true if there is no catalogue. */
    boolean featureLive(String featureId);

    @Nullable
    String featureCode(String featureId);

    /** Whether a foreign key guarantees that every row of the table that a seat depends on exists. */
    boolean enforces(SourceTable table);

    /** Whether a role of any tenant exists and is live. */
    boolean roleStands(String roleId);

    /** A role that belongs to no tenant. */
    Optional<RoleRow> systemRole(String roleId);
}
