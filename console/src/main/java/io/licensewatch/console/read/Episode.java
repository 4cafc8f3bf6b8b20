package io.licensewatch.console.read;

import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One episode of an alert, from its opening to its end, with its commands.
 *
 * @param transitions in order, at least one; the first ones are missing if they are no longer kept
 * @param commands commands that it issued, and requested commands that it verifies; oldest first
 * @param others the other episodes of the same alert, in order
 * @param tenant present status of its tenant; null for the system, and if nothing is left of the tenant
 * @param tenants of a multi-tenant-impact: the tenants' episodes of that rule and time; else empty
 * @param leftOut how much of it is kept and not included here
 * @param asOf position of the read model; null before it has read a frontier
 */
public record Episode(
        List<AlertEvent> transitions,
        List<CommandView> commands,
        List<Span> others,
        @Nullable TenantStatus tenant,
        List<TenantEpisode> tenants,
        List<CommandCount> tenantCommands,
        LeftOut leftOut,
        TenantStatus.@Nullable AsOf asOf) {
    public Episode {
        if (transitions.isEmpty()) {
            throw new IllegalArgumentException("an episode has at least one transition");
        }
        transitions = List.copyOf(transitions);
        commands = List.copyOf(commands);
        others = List.copyOf(others);
        tenants = List.copyOf(tenants);
        tenantCommands = List.copyOf(tenantCommands);
    }

    public AlertEvent first() {
        return transitions.get(0);
    }

    public AlertEvent last() {
        return transitions.get(transitions.size() - 1);
    }

    public Instant openedAt() {
        return first().openedAt();
    }

    /** Empty while it is open. */
    public Optional<Instant> endedAt() {
        return last().status() == AlertStatus.RESOLVED ? Optional.of(last().occurredAt()) : Optional.empty();
    }

    /** Whether all transitions from the first to the last are included. */
    public boolean isWhole() {
        return first().sequence() == 1 && last().sequence() == transitions.size();
    }

    /**
     * @param transitions in the middle of the episode
     * @param commands whether there are more
     */
    public record LeftOut(long transitions, boolean commands) {}

    /**
     * Another episode of the same alert.
     *
     * @param endedAt null while it is open, and if its end is no longer kept
     */
    public record Span(
            int episode, Instant openedAt, @Nullable Instant endedAt) {}

    /**
     * A tenant's alert during an incident of several tenants.
     *
     * @param criticalAt when it became critical
     * @param affectedUsers the highest number of affected users
     * @param endedAt null while it is open
     */
    public record TenantEpisode(
            String alertId,
            int episode,
            String tenantId,
            @Nullable String tenantName,
            Instant criticalAt,
            long affectedUsers,
            @Nullable Instant endedAt) {}

    /** @param situation the effect once there is a verdict, else the state that the worker reported, or SENT */
    public record CommandCount(String type, String situation, long commands) {}
}
