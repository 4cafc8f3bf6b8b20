package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of a tenant's entries: the tenant, the kind of the entry, and what identifies it among the tenant's entries of that kind. It
 * refers to the key's bytes and decodes a part of them when that is needed.
 */
public final class TenantKey {
    private final byte[] bytes;
    private final Kind kind;
    /** Where in the bytes the part after the kind begins. */
    private final int rest;

    private TenantKey(byte[] bytes, Kind kind, int rest) {
        this.bytes = bytes;
        this.kind = kind;
        this.rest = rest;
    }

    /**
     * What an entry is. The numbers order the entries of a tenant: those that do not grow with the tenant's users come first and are
     * read by one scan. They are on disk: never renumber.
     */
    public enum Kind {
        TENANT_ROW(0x10, SourceTable.TENANTS),
        GRANT(0x11, SourceTable.TENANT_FEATURE_GRANTS),
        ROLE(0x12, SourceTable.ROLES),
        /** How many users hold a set of roles. */
        ROLE_SET(0x13),
        ONBOARDING(0x14, SourceTable.ONBOARDING_PROGRESS),
        ALERT(0x15),
        /** Digest of the status that was published last. */
        STATUS(0x16),
        /** Present while the tenant's rows are those of a snapshot and nothing has been published of them. */
        SEED(0x17),
        LICENSE_ASSIGNMENT(0x18, SourceTable.LICENSE_ASSIGNMENTS),
        /** What the roles permit, compiled from the rows that say so. */
        ACCESS(0x19),
        /** Present if those rows have changed since. */
        ACCESS_STALE(0x1A),
        /** Seats used, by day. */
        SEAT_HISTORY(0x1B),
        /** The newest change that moved a seat. */
        SEAT_CHANGE(0x1C),
        /** The lookups that the tenant's last evaluation used. */
        LOOKUPS(0x1E),
        /** Commands that were issued, and their state. */
        COMMANDS(0x1F),
        ASSIGNMENT(FIRST_UNBOUNDED, SourceTable.USER_ROLES),
        PERMISSION(0x22, SourceTable.PERMISSIONS),
        ROLE_PERMISSION(0x23, SourceTable.ROLE_PERMISSIONS),
        /** The last report of the tenant to the system task. */
        REPORT(0x25);
        // 0x1D, 0x21 and 0x24 were used by earlier layouts.

        private static final Kind[] BY_TAG = new Kind[0x26];
        private static final Map<SourceTable, Kind> BY_TABLE = new EnumMap<>(SourceTable.class);

        static {
            for (Kind kind : values()) {
                BY_TAG[kind.tag] = kind;
                if (kind.table != null) {
                    BY_TABLE.put(kind.table, kind);
                }
            }
        }

        private final int tag;
        private final @Nullable SourceTable table;

        Kind(int tag) {
            this.tag = tag;
            this.table = null;
        }

        Kind(int tag, SourceTable table) {
            this.tag = tag;
            this.table = table;
        }

        /** The table whose rows such entries are; null for entries that are made from rows. */
        public @Nullable SourceTable table() {
            return table;
        }

        /** The kind of a table's rows; null for a table without a tenant. */
        public static @Nullable Kind of(SourceTable table) {
            return BY_TABLE.get(table);
        }

        private static Kind ofTag(int tag) {
            Kind kind = tag < BY_TAG.length ? BY_TAG[tag] : null;
            if (kind == null) {
                throw new IllegalStateException("no kind of a tenant's entries has the number " + tag);
            }
            return kind;
        }

        /** Whether the number of entries may grow with the tenant's users. Such entries are not read at every evaluation. */
        public boolean growsWithUsers() {
            return tag >= FIRST_UNBOUNDED;
        }
    }

    private static final int FIRST_UNBOUNDED = 0x20;

    /** The key of the one entry of a kind that a tenant has once; also what all keys of a kind of a tenant begin with. */
    public static byte[] of(String tenantId, Kind kind) {
        return key(tenantId, kind).toBytes();
    }

    /** @param rowKey the row's primary key as JSON */
    public static byte[] row(String tenantId, Kind kind, String rowKey) {
        return key(tenantId, kind).rowKey(rowKey).toBytes();
    }

    public static byte[] roleSet(String tenantId, List<String> roleIds) {
        KeyWriter key = key(tenantId, Kind.ROLE_SET);
        roleIds.forEach(key::text);
        return key.toBytes();
    }

    public static byte[] alert(String tenantId, String rule, String subject) {
        return key(tenantId, Kind.ALERT).text(rule).text(subject).toBytes();
    }

    private static KeyWriter key(String tenantId, Kind kind) {
        return StateSpace.TENANTS.key().text(tenantId).tag(kind.tag);
    }

    /** The first of a tenant's entries. */
    public static byte[] first(String tenantId) {
        return StateSpace.TENANTS.key().text(tenantId).toBytes();
    }

    /** The first of a tenant's entries that grow with its users. */
    public static byte[] firstUnbounded(String tenantId) {
        return StateSpace.TENANTS.key().text(tenantId).tag(FIRST_UNBOUNDED).toBytes();
    }

    /** Whether a key of the store is one of a tenant's entry. */
    public static boolean isOne(byte[] key) {
        return StateSpace.TENANTS.contains(key);
    }

    public static TenantKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        in.skipText();
        return new TenantKey(key, Kind.ofTag(in.tag()), in.offset());
    }

    public Kind kind() {
        return kind;
    }

    public String tenantId() {
        return StateSpace.read(bytes).text();
    }

    /** Of a row. */
    public String rowKey() {
        return rest().rowKey();
    }

    /** Of a set of roles. */
    public List<String> roleIds() {
        KeyReader in = rest();
        List<String> roleIds = new ArrayList<>();
        while (!in.atEnd()) {
            roleIds.add(in.text());
        }
        return List.copyOf(roleIds);
    }

    /** Of an alert. */
    public String rule() {
        return rest().text();
    }

    /** Of an alert. */
    public String subject() {
        KeyReader in = rest();
        in.skipText();
        return in.text();
    }

    /** The key itself, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    private KeyReader rest() {
        return new KeyReader(bytes, rest);
    }
}
