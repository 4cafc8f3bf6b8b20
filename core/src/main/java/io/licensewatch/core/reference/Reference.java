package io.licensewatch.core.reference;

import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The small data that all tenants share, as a task knows it at the present frontier. */
public interface Reference {
    /** Another number whenever an answer may be another. */
    long version();

    /** Whether the source has this table and it is watched. */
    boolean captured(SourceTable table);

    Optional<Offering> offering(String offeringId);

    /** What holding a role needs a licence for, by resource; empty when nothing. */
    List<Requirement> requirements(String roleId);

    /**
     * What a permission of a tenant's role needs: any of the features that stand for it; empty when none does.
     *
     * @param code null where the tenant does not have the permission: one that all tenants share is meant
     * @param sourceFeature id or code of the feature that brought it. One that is gone is missed like one that is retired
     */
    Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature);

    /** False for a feature that the catalogue says is inactive or deleted; true where there is no catalogue. */
    boolean featureLive(String featureId);

    @Nullable
    String featureCode(String featureId);

    /** Whether a foreign key says that every row of the table which a seat rests on is there. */
    boolean enforces(SourceTable table);

    /** Whether a role is there and live, whichever tenant it is of. */
    boolean roleStands(String roleId);

    /** A role that belongs to no tenant. */
    Optional<RoleRow> systemRole(String roleId);
}
