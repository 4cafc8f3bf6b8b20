package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A row of roles. */
public record RoleRow(
        RowOrigin origin,
        String roleId,
        @Nullable String name,
        @Nullable String metadataKey,
        boolean live) {

    public static RoleRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new RoleRow(
                origin,
                columns.requiredText("id"),
                columns.describedText("name"),
                columns.describedText("metadata_key"),
                columns.live());
    }

    /** Whether holding it makes a user an administrator of the tenant, by its names. */
    public boolean looksLikeAdministrator() {
        return mentionsAdmin(metadataKey) || (metadataKey == null && mentionsAdmin(name));
    }

    private static boolean mentionsAdmin(@Nullable String text) {
        return text != null && text.toLowerCase(Locale.ROOT).contains("admin");
    }
}
