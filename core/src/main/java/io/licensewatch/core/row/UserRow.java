package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What is kept of a row of auth.users; nothing that names a person.
 *
 * @param enabled not deleted and not inactive
 * @param bannedUntil end of the ban; {@link Boundary#NONE} for no ban
 * @param enforced whether a foreign key ensures that users who hold a role exist
 */
public record UserRow(String userId, boolean enabled, Boundary bannedUntil, boolean enforced) {

    public static UserRow of(Columns columns) throws MalformedRecordException {
        return new UserRow(
                columns.requiredText("id"),
                columns.live(),
                columns.boundary("banned_until"),
                columns.isTrue(SourceTable.ENFORCED));
    }

    /** When the ban ends; {@link Instant#MIN} if there is none, {@link Instant#MAX} if it has no end. */
    public Instant banEnds(ZoneId zone) {
        return bannedUntil.kind() == Boundary.Kind.NONE ? Instant.MIN : bannedUntil.asEnd(zone);
    }
}
