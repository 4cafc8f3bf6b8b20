package io.licensewatch.core.reference;

import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Records the lookups in the reference data, except which tables and foreign keys there are. */
public final class TrackedReference implements Reference {
    private final Reference reference;
    private final Set<Long> lookups = new HashSet<>();
    private long[] before = {};

    public TrackedReference(Reference reference) {
        this.reference = reference;
    }

    /** Lookups that count as made. */
    public void before(long[] digests) {
        before = digests;
    }

    /** The digests of all lookups, in ascending order; the same array as given to {@link #before} if there were no others. */
    public long[] lookups() {
        lookups.removeIf(lookup -> Arrays.binarySearch(before, lookup) >= 0);
        return lookups.isEmpty()
                ? before
                : LongStream.concat(Arrays.stream(before), lookups.stream().mapToLong(Long::longValue))
                        .sorted()
                        .toArray();
    }

    @Override
    public long version() {
        return reference.version();
    }

    /** A lookup that is made elsewhere. */
    public void also(long lookup) {
        lookups.add(lookup);
    }

    @Override
    public boolean captured(SourceTable table) {
        return reference.captured(table);
    }

    @Override
    public Optional<Offering> offering(String offeringId) {
        lookups.add(Lookup.offering(offeringId));
        return reference.offering(offeringId);
    }

    @Override
    public List<Requirement> requirements(String roleId) {
        lookups.add(Lookup.role(roleId));
        return reference.requirements(roleId);
    }

    @Override
    public Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature) {
        lookups.add(Lookup.PERMISSIONS);
        if (sourceFeature != null) {
            String id = Lookup.asId(sourceFeature);
            lookups.add(Lookup.feature(sourceFeature));
            if (!id.equals(sourceFeature)) {
                lookups.add(Lookup.feature(id));
            }
        }
        return reference.permissionRequirement(permissionId, code, sourceFeature);
    }

    @Override
    public boolean featureLive(String featureId) {
        lookups.add(Lookup.feature(featureId));
        return reference.featureLive(featureId);
    }

    @Override
    public @Nullable String featureCode(String featureId) {
        lookups.add(Lookup.feature(featureId));
        return reference.featureCode(featureId);
    }

    @Override
    public Optional<RoleRow> systemRole(String roleId) {
        lookups.add(Lookup.role(roleId));
        return reference.systemRole(roleId);
    }

    @Override
    public boolean enforces(SourceTable table) {
        return reference.enforces(table);
    }

    @Override
    public boolean isLiveRole(String roleId) {
        lookups.add(Lookup.role(roleId));
        return reference.isLiveRole(roleId);
    }
}
