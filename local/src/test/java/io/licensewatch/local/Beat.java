package io.licensewatch.local;

import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Shape;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A tenant in each partition that is changed to see how far its task has come. */
final class Beat {
    private final Testbed bed;
    private final Family family;
    /** By partition. */
    private final Map<String, String> tenants = new HashMap<>();

    private int count;

    Beat(Testbed bed, Family family, Shape shape) throws SQLException {
        this.bed = bed;
        this.family = family;
        String table = family == Family.STEWARDTRACK ? "tenants" : "onboarding_progress";
        String id = family == Family.STEWARDTRACK ? "id" : "tenant_id";
        for (long i = 0; tenants.size() < Topics.DEFAULT_PARTITIONS; i++) {
            String tenant = shape.published(table, id, new UUID(i, i).toString());
            tenants.putIfAbsent(partition(tenant), tenant);
        }
        for (String tenant : tenants.values()) {
            bed.sql(
                    family == Family.STEWARDTRACK
                            ? "INSERT INTO tenants (id, name, status, subscription_tier, subscription_status,"
                                    + " onboarding_completed) VALUES ('" + tenant
                                    + "', 'Beat', 'active', 't', 'active', true)"
                            : "INSERT INTO onboarding_progress (tenant_id, current_step, completed) VALUES ('" + tenant
                                    + "', 'Beat', true)");
        }
    }

    Set<String> tenants() {
        return Set.copyOf(tenants.values());
    }

    static String partition(String tenant) {
        return "partition " + TenantPartition.of(tenant, Topics.DEFAULT_PARTITIONS);
    }

    /** What goes on while the tasks come to rest. */
    interface Meanwhile {
        void check() throws SQLException;
    }

    /**
     * Until every task has passed a frontier after everything that was written, and what it published there has been read.
     *
     * @return source time of that frontier, by partition
     */
    Map<String, Instant> await(Meanwhile meanwhile) throws SQLException {
        Map<String, Instant> reached = beat(meanwhile);
        beat(meanwhile); // what it published after the first came before this
        return reached;
    }

    private Map<String, Instant> beat(Meanwhile meanwhile) throws SQLException {
        String mark = "Beat " + ++count;
        String all = tenants.values().stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        bed.sql(
                family == Family.STEWARDTRACK
                        ? "UPDATE tenants SET name = '" + mark + "' WHERE id IN (" + all + ")"
                        : "UPDATE onboarding_progress SET current_step = '" + mark + "' WHERE tenant_id IN (" + all
                                + ")");
        int from = bed.statuses.size();
        Map<String, Instant> seen = new HashMap<>();
        bed.until(mark + " in every partition", () -> {
            try {
                meanwhile.check();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            for (TenantStatus status : bed.statuses.subList(from, bed.statuses.size())) {
                if (mark.equals(status.tenantName())
                        || mark.equals(status.onboarding().currentStep())) {
                    seen.putIfAbsent(partition(status.tenantId()), status.asOf().sourceTime());
                }
            }
            return seen.size() == tenants.size();
        });
        return seen;
    }
}
