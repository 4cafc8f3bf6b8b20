package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.encode.RowEncoder;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Sends all rows of a tenant to the same partition number, whatever their table. The partition is Kafka's own default for a
 * record whose key is the tenant id.
 */
final class Routing {
    private static final byte[] TRUNCATE_KEY = "{\"truncate\":true}".getBytes(StandardCharsets.UTF_8);

    private final Topics topics;
    private final RowEncoder encoder;

    Routing(Topics topics, RowEncoder encoder) {
        this.topics = topics;
        this.encoder = encoder;
    }

    Destination of(CapturedTable table, Struct row) {
        if (!table.table().hasTenant()) {
            return new Destination(topics.table(table.table()), 0, encoder.key(table, row));
        }
        String tenant = tenant(table, row);
        return tenant == null
                ? new Destination(topics.tenantless(), 0, encoder.qualifiedKey(table, row))
                : new Destination(topics.table(table.table()), partition(tenant), encoder.key(table, row));
    }

    /** The second destination of a row on which seats of other tenants may depend. */
    Optional<Destination> standing(CapturedTable table, Struct row) {
        return hasStandings(table)
                ? Optional.of(new Destination(topics.standings(table.table()), 0, encoder.key(table, row)))
                : Optional.empty();
    }

    private static boolean hasStandings(CapturedTable table) {
        return table.table().hasTenant() && table.table().heldBy().isPresent();
    }

    boolean hasTenant(CapturedTable table, Struct row) {
        return table.table().hasTenant() && tenant(table, row) != null;
    }

    boolean sameTenant(CapturedTable table, @Nullable Struct before, @Nullable Struct after) {
        return before == null
                || after == null
                || !table.table().hasTenant()
                || Objects.equals(tenant(table, before), tenant(table, after));
    }

    /** Every partition that may contain rows of the table. */
    List<Destination> everywhere(CapturedTable table) {
        List<Destination> all = new ArrayList<>();
        int partitions = topics.spec(table.table()).partitions();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new Destination(topics.table(table.table()), partition, TRUNCATE_KEY));
        }
        if (table.table().hasTenant()) {
            String key = "{\"table\":\"" + table.table().qualifiedName() + "\",\"truncate\":true}";
            all.add(new Destination(topics.tenantless(), 0, key.getBytes(StandardCharsets.UTF_8)));
        }
        if (hasStandings(table)) {
            all.add(new Destination(topics.standings(table.table()), 0, TRUNCATE_KEY));
        }
        return all;
    }

    int partition(String tenant) {
        return TenantPartition.of(tenant, topics.partitions());
    }

    private static @Nullable String tenant(CapturedTable table, Struct row) {
        Field field = row.schema().field(table.table().tenantColumn());
        Object value = field == null ? null : row.getWithoutDefault(field.name());
        return value == null ? null : value.toString();
    }
}
