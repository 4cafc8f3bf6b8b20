package io.licensewatch.console.read;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What to call a tenant of which only the id is at hand. */
public final class TenantNames {
    private TenantNames() {}

    /** Empty where none is known. */
    public static Optional<String> of(Handle handle, String tenantId) {
        return handle.createQuery("SELECT name FROM tenant WHERE tenant_id = :tenant")
                .bind("tenant", tenantId)
                .mapTo(String.class)
                .findOne()
                .filter(name -> !name.isEmpty());
    }
}
