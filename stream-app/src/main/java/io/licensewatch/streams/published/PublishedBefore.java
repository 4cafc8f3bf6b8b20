package io.licensewatch.streams.published;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.schemas.status.TenantStatus;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What was published before a task began, by a state that is lost: usually nothing.
 *
 * @param statuses of the tenants that there were
 * @param storms rules for which {@code multi-tenant-impact} was open
 */
public record PublishedBefore(
        FormerAlerts alerts, FormerCommands commands, Collection<TenantStatus> statuses, Set<String> storms) {
    /** Where it is found. */
    @FunctionalInterface
    public interface Source {
        /** Where there is none, as in a test without a broker. */
        Source NONE = (partition, system) ->
                new PublishedBefore(new FormerAlerts(), new FormerCommands(), List.of(), Set.of());

        /**
         * Reads a partition of the public topics.
         *
         * @param system whether what is about the system is meant, or what is about tenants
         */
        PublishedBefore read(int partition, boolean system);
    }
}
