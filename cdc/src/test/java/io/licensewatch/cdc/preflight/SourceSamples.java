package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.MissingTable;
import io.licensewatch.cdc.source.Partitions;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.ReplicationAccess;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.SourceFacts.Role;
import io.licensewatch.schemas.source.SourceTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A source that is fit, and tables that are not. */
public final class SourceSamples {
    public static final CapturedTable TENANTS = table(SourceTable.TENANTS, ReplicaIdentity.FULL, false);
    public static final CapturedTable OFFERINGS = table(SourceTable.PRODUCT_OFFERINGS, ReplicaIdentity.DEFAULT, false);

    private SourceSamples() {}

    public static CapturedTable table(SourceTable table, ReplicaIdentity identity, boolean rowSecurity) {
        return new CapturedTable(
                table, List.of("id", "name"), RowKey.primary("id"), identity, rowSecurity, rowSecurity, true);
    }

    public static CapturedTable withoutKey(SourceTable table, ReplicaIdentity identity) {
        return new CapturedTable(
                table, List.of("id", "name"), RowKey.none(List.of("id", "name")), identity, false, false, true);
    }

    public static CapturedTable offerings(RowKey key, ReplicaIdentity identity) {
        return new CapturedTable(
                SourceTable.PRODUCT_OFFERINGS, List.of("id", "name"), key, identity, false, false, true);
    }

    public static CapturedTable unreadable(SourceTable table) {
        return new CapturedTable(
                table, List.of("id", "name"), RowKey.primary("id"), ReplicaIdentity.FULL, false, false, false);
    }

    /** Users, to whom this foreign key refers; 0 for none. */
    public static CapturedTable users(long foreignKey) {
        return new CapturedTable(
                SourceTable.AUTH_USERS,
                SourceTable.AUTH_USERS.schema(),
                List.of("id"),
                RowKey.primary("id"),
                GeneratedColumns.NONE,
                ColumnTypes.NONE,
                ReplicaIdentity.DEFAULT,
                false,
                false,
                true,
                Partitions.NONE,
                foreignKey);
    }

    /** Tenants, in a partition that logs old rows as said. */
    public static CapturedTable partitioned(ReplicaIdentity identity) {
        return withPartitions(new Partitions(
                true, List.of(new Partitions.Leaf("parts", "Y 1", "r", "p", identity)), List.of(), Set.of()));
    }

    public static CapturedTable withPartitions(Partitions partitions) {
        return new CapturedTable(
                SourceTable.TENANTS,
                SourceTable.TENANTS.schema(),
                List.of("id", "name"),
                RowKey.primary("id"),
                GeneratedColumns.NONE,
                ColumnTypes.NONE,
                ReplicaIdentity.FULL,
                false,
                false,
                true,
                partitions,
                0);
    }

    /** Of tenants, which are partitioned, and offerings. */
    public static Publication viaRoot(boolean on) {
        Publication plain = publication(on ? TENANTS : OFFERINGS, OFFERINGS);
        return new Publication(
                plain.name(), plain.publishes(), plain.tables(), Set.of(), on, Map.of("public.tenants", "DROP"));
    }

    public static Publication publication(CapturedTable... tables) {
        Map<String, Set<String>> columns = new HashMap<>();
        for (CapturedTable table : tables) {
            columns.put(table.name(), Set.of("id", "name", "secret"));
        }
        return new Publication("licensewatch", Set.of("insert", "update", "delete", "truncate"), columns, Set.of());
    }

    public static Facts fit() {
        return new Facts();
    }

    /** Facts of a fit source, to be spoilt one at a time. */
    public static final class Facts {
        public int serverVersion = 160010;
        ReplicationAccess replication = new ReplicationAccess("7", null);
        String walLevel = "logical";
        boolean recovering;
        int slots = 1;
        int walSenders = 1;
        Role role = new Role("watch", false, true, false);
        Optional<ReplicationSlot> slot = Optional.empty();
        public Optional<Publication> publication = Optional.of(publication(TENANTS, OFFERINGS));
        public List<CapturedTable> tables = List.of(TENANTS, OFFERINGS);
        List<MissingTable> missing = List.of();
        public MessageRights messages = new MessageRights(
                List.of("pg_catalog.pg_logical_emit_message(boolean, text, text)"), false, true, List.of());
        boolean encrypted = true;
        String host = "192.0.2.7";
        public Optional<RequestTable> requests =
                Optional.of(new RequestTable("owner", true, List.of("watch"), true, true));

        public SourceFacts facts() {
            return new SourceFacts(
                    serverVersion,
                    replication,
                    "app",
                    walLevel,
                    recovering,
                    slots,
                    10,
                    walSenders,
                    10,
                    role,
                    slot,
                    publication,
                    tables,
                    missing,
                    messages,
                    requests,
                    encrypted);
        }

        List<String> failures() {
            return lines(CheckResult.Verdict.FAIL);
        }

        List<String> notes() {
            return lines(CheckResult.Verdict.NOTE);
        }

        private List<String> lines(CheckResult.Verdict verdict) {
            return Preflight.judge(
                            facts(),
                            new PostgresAddress(host, 5432, "app", "watch", "hunter2", "prefer", null),
                            "licensewatch",
                            "licensewatch")
                    .stream()
                    .filter(result -> result.verdict() == verdict)
                    .map(CheckResult::toString)
                    .toList();
        }
    }
}
