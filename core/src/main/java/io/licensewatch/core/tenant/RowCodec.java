package io.licensewatch.core.tenant;

import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.Boundary;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.LicenseAssignmentRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stored rows. Each value begins with its position, so that the row guard reads all of them in the same way. Rows that a command has
 * changed are few and have a version of their own, in which the id of the command follows.
 */
final class RowCodec {
    private static final int VERSION = 1;
    private static final int VERSION_OF_A_COMMAND = 2;

    private RowCodec() {}

    static SourcePosition position(byte[] value) {
        return reader(value).position();
    }

    static byte[] encode(GrantRow row) {
        ValueWriter out = start(row.origin());
        out.text(row.featureId()).optionalText(row.grantSource()).flag(row.active());
        return boundary(boundary(out, row.startsAt()), row.expiresAt()).toBytes();
    }

    static GrantRow grant(String key, byte[] value) {
        ValueReader in = reader(value);
        return new GrantRow(
                origin(SourceTable.TENANT_FEATURE_GRANTS, key, in),
                in.text(),
                in.optionalText(),
                in.flag(),
                boundary(in),
                boundary(in));
    }

    static byte[] encode(RoleRow row) {
        return start(row.origin())
                .text(row.roleId())
                .optionalText(row.name())
                .optionalText(row.metadataKey())
                .flag(row.live())
                .toBytes();
    }

    static RoleRow role(String key, byte[] value) {
        ValueReader in = reader(value);
        return new RoleRow(
                origin(SourceTable.ROLES, key, in), in.text(), in.optionalText(), in.optionalText(), in.flag());
    }

    static byte[] encode(TenantRow row) {
        ValueWriter out = start(row.origin())
                .optionalText(row.name())
                .optionalText(row.status())
                .optionalText(row.subscriptionStatus());
        return instant(
                        boundary(out, row.subscriptionEnd())
                                .optionalText(row.offeringId())
                                .flag(row.namesOffering())
                                .optionalFlag(row.onboardingCompleted()),
                        row.createdAt())
                .flag(row.deleted())
                .toBytes();
    }

    static TenantRow tenant(String key, byte[] value) {
        ValueReader in = reader(value);
        return new TenantRow(
                origin(SourceTable.TENANTS, key, in),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                boundary(in),
                in.optionalText(),
                in.flag(),
                in.optionalFlag(),
                instant(in),
                in.flag());
    }

    static byte[] encode(OnboardingRow row) {
        ValueWriter out = start(row.origin())
                .optionalText(row.currentStep())
                .texts(row.completedSteps())
                .flag(row.completed());
        return instant(instant(out, row.createdAt()), row.updatedAt())
                .flag(row.deleted())
                .toBytes();
    }

    static OnboardingRow onboarding(String key, byte[] value) {
        ValueReader in = reader(value);
        return new OnboardingRow(
                origin(SourceTable.ONBOARDING_PROGRESS, key, in),
                in.optionalText(),
                in.texts(),
                in.flag(),
                instant(in),
                instant(in),
                in.flag());
    }

    static byte[] encode(PermissionRow row) {
        return start(row.origin())
                .text(row.permissionId())
                .optionalText(row.code())
                .optionalText(row.sourceFeature())
                .flag(row.shared())
                .toBytes();
    }

    static PermissionRow permission(String key, byte[] value) {
        ValueReader in = reader(value);
        return new PermissionRow(
                origin(SourceTable.PERMISSIONS, key, in), in.text(), in.optionalText(), in.optionalText(), in.flag());
    }

    static byte[] encode(RolePermissionRow row) {
        return start(row.origin())
                .optionalText(row.roleId())
                .optionalText(row.permissionId())
                .toBytes();
    }

    static RolePermissionRow rolePermission(String key, byte[] value) {
        ValueReader in = reader(value);
        return new RolePermissionRow(
                origin(SourceTable.ROLE_PERMISSIONS, key, in), in.optionalText(), in.optionalText());
    }

    static byte[] encode(LicenseAssignmentRow row) {
        return instant(start(row.origin()).text(row.offeringId()), row.assignedAt())
                .toBytes();
    }

    static LicenseAssignmentRow licenseAssignment(String key, byte[] value) {
        ValueReader in = reader(value);
        return new LicenseAssignmentRow(origin(SourceTable.LICENSE_ASSIGNMENTS, key, in), in.text(), instant(in));
    }

    /** An assignment as stored: with whether it is counted in its user's roles at present. */
    record StoredAssignment(AssignmentRow row, boolean counted) {}

    static byte[] encode(StoredAssignment stored) {
        AssignmentRow row = stored.row();
        ValueWriter out = start(row.origin())
                .flag(stored.counted())
                .optionalText(row.userId())
                .optionalText(row.roleId())
                .flag(row.active());
        return boundary(out, row.expiresAt()).toBytes();
    }

    static StoredAssignment assignment(String key, byte[] value) {
        ValueReader in = reader(value);
        RowOrigin origin = origin(SourceTable.USER_ROLES, key, in);
        boolean counted = in.flag();
        return new StoredAssignment(
                new AssignmentRow(origin, in.optionalText(), in.optionalText(), in.flag(), boundary(in)), counted);
    }

    static byte[] encode(RowOrigin origin) {
        return start(origin).text(origin.key()).toBytes();
    }

    /** The origin of a row of user_roles, stored without the row. */
    static RowOrigin assignmentOrigin(byte[] value) {
        ValueReader in = reader(value);
        RowOrigin origin = origin(SourceTable.USER_ROLES, "", in);
        return new RowOrigin(
                origin.table(), in.text(), origin.position(), origin.committedAtMillis(), origin.commandId());
    }

    private static ValueReader reader(byte[] value) {
        return new ValueReader(value, VERSION, VERSION_OF_A_COMMAND);
    }

    private static ValueWriter start(RowOrigin origin) {
        String command = origin.commandId();
        ValueWriter out = new ValueWriter(command == null ? VERSION : VERSION_OF_A_COMMAND)
                .position(origin.position())
                .number(origin.committedAtMillis());
        return command == null ? out : out.text(command);
    }

    private static RowOrigin origin(SourceTable table, String key, ValueReader in) {
        return new RowOrigin(
                table, key, in.position(), in.number(), in.version() == VERSION_OF_A_COMMAND ? in.text() : null);
    }

    private static ValueWriter boundary(ValueWriter out, Boundary boundary) {
        return out.number(boundary.kind().code()).number(boundary.value()).number(boundary.nanos());
    }

    private static Boundary boundary(ValueReader in) {
        return new Boundary(Boundary.Kind.ofCode((int) in.number()), in.number(), (int) in.number());
    }

    private static ValueWriter instant(ValueWriter out, @Nullable Instant instant) {
        out.flag(instant != null);
        return instant == null ? out : out.number(instant.getEpochSecond()).number(instant.getNano());
    }

    private static @Nullable Instant instant(ValueReader in) {
        return in.flag() ? Instant.ofEpochSecond(in.number(), in.number()) : null;
    }
}
