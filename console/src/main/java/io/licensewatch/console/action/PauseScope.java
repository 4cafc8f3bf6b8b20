package io.licensewatch.console.action;

import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a pause or a resume covers.
 *
 * @param tenantId {@code _system} for all tenants
 * @param type null for all types
 */
public record PauseScope(String tenantId, @Nullable CommandType type) {
    /**
     * The scope of a pause. The tenant must exist, so that a wrong id is an error.
     *
     * @param tenant null for all
     * @param type null for all
     * @throws NoScopeException if there is no such tenant or type
     */
    public static PauseScope ofPause(
            Database database, FeedStatus feed, @Nullable String tenant, @Nullable String type) {
        PauseScope scope = ofResume(tenant, type);
        if (scope.tenantId.equals(AlertEvent.SYSTEM_TENANT)
                || database.read(handle -> TenantRows.one(handle, scope.tenantId))
                        .isPresent()) {
            return scope;
        }
        if (feed.phase() != FeedStatus.Phase.LIVE) {
            throw new NoScopeException(
                    503,
                    "the read model is still being built, so it is not known yet whether this tenant exists. Wait, or pause all tenants");
        }
        throw new NoScopeException(404, "no tenant has this id; its page shows its id. Leave it out for all tenants");
    }

    /** The scope of a resume. The tenant is not checked: resuming without a pause does nothing. */
    public static PauseScope ofResume(@Nullable String tenant, @Nullable String type) {
        return new PauseScope(tenant == null ? AlertEvent.SYSTEM_TENANT : tenant, type(type));
    }

    private static @Nullable CommandType type(@Nullable String type) {
        return type == null
                ? null
                : Arrays.stream(CommandType.values())
                        .filter(known -> known.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> new NoScopeException(
                                400,
                                "type is one of " + Arrays.toString(CommandType.values()) + "; leave it out for all"));
    }
}
