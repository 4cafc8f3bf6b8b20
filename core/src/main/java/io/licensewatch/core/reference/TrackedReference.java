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

/** Notes what is asked of the reference data, but for which tables there are and what holds them. */
public final class TrackedReference implements Reference {
    private final Reference answers;
    private final Set<Long> asked = new HashSet<>();
    private long[] before = {};

    public TrackedReference(Reference answers) {
        this.answers = answers;
    }

    /** Counts as asked, without being asked again. */
    public void before(long[] digests) {
        before = digests;
    }

    /** The digests of what has been asked, in ascending order; the very array of what was before when nothing else was. */
    public long[] asked() {
        asked.removeIf(question -> Arrays.binarySearch(before, question) >= 0);
        return asked.isEmpty()
                ? before
                : LongStream.concat(Arrays.stream(before), asked.stream().mapToLong(Long::longValue))
                        .sorted()
                        .toArray();
    }

    @Override
    public long version() {
        return answers.version();
    }

    /** Something else is asked. */
    public void also(long question) {
        asked.add(question);
    }

    @Override
    public boolean captured(SourceTable table) {
        return answers.captured(table);
    }

    @Override
    public Optional<Offering> offering(String offeringId) {
        asked.add(Lookup.offering(offeringId));
        return answers.offering(offeringId);
    }

    @Override
    public List<Requirement> requirements(String roleId) {
        asked.add(Lookup.role(roleId));
        return answers.requirements(roleId);
    }

    @Override
    public Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature) {
        asked.add(Lookup.PERMISSIONS);
        if (sourceFeature != null) {
            String id = Lookup.asId(sourceFeature);
            asked.add(Lookup.feature(sourceFeature));
            if (!id.equals(sourceFeature)) {
                asked.add(Lookup.feature(id));
            }
        }
        return answers.permissionRequirement(permissionId, code, sourceFeature);
    }

    @Override
    public boolean featureLive(String featureId) {
        asked.add(Lookup.feature(featureId));
        return answers.featureLive(featureId);
    }

    @Override
    public @Nullable String featureCode(String featureId) {
        asked.add(Lookup.feature(featureId));
        return answers.featureCode(featureId);
    }

    @Override
    public Optional<RoleRow> systemRole(String roleId) {
        asked.add(Lookup.role(roleId));
        return answers.systemRole(roleId);
    }

    @Override
    public boolean enforces(SourceTable table) {
        return answers.enforces(table);
    }

    @Override
    public boolean roleStands(String roleId) {
        asked.add(Lookup.role(roleId));
        return answers.roleStands(roleId);
    }
}
