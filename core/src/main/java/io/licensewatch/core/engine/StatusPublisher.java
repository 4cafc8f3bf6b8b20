package io.licensewatch.core.engine;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.tenant.TenantSnapshot;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Publishes a tenant's status when it changed, and no more often than the pace allows. */
final class StatusPublisher {
    private final KeyValues store;
    private final TenantStore tenants;
    private final Duration pace;
    private final TenantOutput output;

    StatusPublisher(KeyValues store, TenantStore tenants, Duration pace, TenantOutput output) {
        this.store = store;
        this.tenants = tenants;
        this.pace = pace;
        this.output = output;
    }

    /** Takes up the status that an earlier state published. */
    void recall(TenantStatus status) {
        PublishedStatus published = PublishedStatus.of(
                StatusJson.of(status.at(StatusReport.UNPUBLISHED)),
                status.asOf().sourceTime());
        store.put(TenantKey.of(status.tenantId(), TenantKey.Kind.STATUS), published.toBytes());
    }

    /**
     * Publishes the status, or retires it when nothing is left of the tenant.
     *
     * @param status without the point at which it is true
     * @param last the status that was published last, without its point; null where it is not in memory
     * @return when a status that has not been published yet may be; {@link Instant#MAX} when there is none
     */
    Instant publish(TenantSnapshot snapshot, TenantStatus status, @Nullable TenantStatus last, Frontier frontier) {
        if (snapshot.gone()) {
            retire(snapshot, frontier.sourceTime());
            return Instant.MAX;
        }
        byte[] stored = snapshot.status();
        if (stored != null && last != null && last.equals(status)) {
            return Instant.MAX;
        }
        return publish(status, stored == null ? null : PublishedStatus.read(stored), frontier);
    }

    private Instant publish(TenantStatus status, @Nullable PublishedStatus before, Frontier frontier) {
        Instant now = frontier.sourceTime();
        StatusJson json = StatusJson.of(status);
        PublishedStatus next = PublishedStatus.of(json, now);
        if (before != null && before.hasSameContent(next)) {
            return Instant.MAX;
        }
        Instant due = before == null ? Instant.MIN : before.at().plus(pace);
        boolean clockWasSetBack = before != null && before.at().isAfter(now);
        if (due.isAfter(now) && !clockWasSetBack) {
            return due;
        }
        TenantStatus.AsOf asOf = new TenantStatus.AsOf(frontier.lsn(), now);
        store.put(TenantKey.of(status.tenantId(), TenantKey.Kind.STATUS), next.toBytes());
        output.status(status.at(asOf), json.at(asOf));
        return Instant.MAX;
    }

    private void retire(TenantSnapshot snapshot, Instant now) {
        String tenantId = snapshot.facts().tenantId();
        tenants.forget(tenantId);
        if (snapshot.status() != null) {
            store.delete(TenantKey.of(tenantId, TenantKey.Kind.STATUS));
            output.retireStatus(tenantId, now);
        }
    }
}
