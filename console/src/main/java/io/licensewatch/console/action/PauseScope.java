package io.licensewatch.console.action;

import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.TenantRows;
import io.licensewatch.console.store.Database;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which commands a pause holds back, and a resume lets go on.
 *
 * @param tenantId {@code _system} for all tenants
 * @param type null for all types
 */
public record PauseScope(String tenantId, @Nullable CommandType type) {
    /**
     * Of a tenant that there is, so that nobody believes to have paused one by a wrong id.
     *
     * @param tenant null for all
     * @param type null for all
     * @throws NoScopeException when there is no such tenant or type
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
                    "the read model is still being built: whether a tenant has this id is not known yet. Wait, or pause all tenants");
        }
        throw new NoScopeException(404, "no tenant has this id; its page shows its id. Leave it out for all tenants");
    }

    /** Of any tenant: what is not paused, the worker need not resume. */
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
