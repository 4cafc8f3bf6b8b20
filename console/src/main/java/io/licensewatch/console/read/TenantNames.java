package io.licensewatch.console.read;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The names of tenants by id. */
public final class TenantNames {
    private TenantNames() {}

    /** Empty if unknown. */
    public static Optional<String> of(Handle handle, String tenantId) {
        return handle.createQuery("SELECT name FROM tenant WHERE tenant_id = :tenant")
                .bind("tenant", tenantId)
                .mapTo(String.class)
                .findOne()
                .filter(name -> !name.isEmpty());
    }
}
