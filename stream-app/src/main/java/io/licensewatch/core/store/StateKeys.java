package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of the state store: a space, then within a tenant's space the tenant, then what it is.
 *
 * <p>The kinds of a tenant are numbered so that everything which does not grow with its users is contiguous and read by
 * one scan. The numbers are on disk: never renumber.
 */
public final class StateKeys {
    private static final int TASK = 0x01;
    private static final int REFERENCE = 0x02;
    private static final int PENDING = 0x03;
    private static final int TENANT = 0x04;
    private static final int KNOWN_TENANT = 0x05;

    private static final int CLOCK = 0x01;
    private static final int HIGH_WATER = 0x02;
    private static final int SWEEP = 0x03;
    private static final int OPEN_COUNT = 0x04;

    public static final int TENANT_ROW = 0x10;
    public static final int GRANT = 0x11;
    public static final int ROLE = 0x12;
    public static final int ROLE_SET = 0x13;
    public static final int ONBOARDING = 0x14;
    public static final int ALERT = 0x15;
    public static final int STATUS = 0x16;
    /** Present while the tenant's rows stem from a snapshot that nothing has been told of yet. */
    public static final int SEED = 0x17;
    /** First kind that may be as many as there are users. */
    private static final int FIRST_UNBOUNDED = 0x20;

    public static final int ASSIGNMENT = 0x20;
    public static final int USER = 0x21;

    /** What the system was told of the tenant last. */
    public static final int REPORT = 0x25;

    private StateKeys() {}

    /** The frontier that the task has reached. */
    public static byte[] clock() {
        return new KeyWriter().tag(TASK).tag(CLOCK).toBytes();
    }

    /** Position of the newest change of a table that the task has taken from a stream. */
    public static byte[] highWater(String stream, SourceTable table) {
        return new KeyWriter()
                .tag(TASK)
                .tag(HIGH_WATER)
                .text(stream)
                .text(table.tableName())
                .toBytes();
    }

    /** How many alerts of a rule and severity are open in the task. */
    public static byte[] openCount(String rule, String severity) {
        return new KeyWriter()
                .tag(TASK)
                .tag(OPEN_COUNT)
                .text(rule)
                .text(severity)
                .toBytes();
    }

    /** How far the re-evaluation after a reference change has come. */
    public static byte[] sweep() {
        return new KeyWriter().tag(TASK).tag(SWEEP).toBytes();
    }

    public static byte[] reference(SourceTable table, String rowKey) {
        return new KeyWriter()
                .tag(REFERENCE)
                .text(table.tableName())
                .rowKey(rowKey)
                .toBytes();
    }

    public static byte[] referenceOf(SourceTable table) {
        return new KeyWriter().tag(REFERENCE).text(table.tableName()).toBytes();
    }

    public static String rowKeyOfReference(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.text();
        return in.rowKey();
    }

    public static byte[] allReference() {
        return new KeyWriter().tag(REFERENCE).toBytes();
    }

    /**
     * A change of a tenant that waits for its frontier.
     *
     * @param ordinal orders changes that share a position
     */
    public static byte[] pending(String tenantId, SourcePosition position, long ordinal) {
        return new KeyWriter()
                .tag(PENDING)
                .text(tenantId)
                .number(position.epoch())
                .bits(position.previousCommit())
                .bits(position.lsn())
                .number(ordinal)
                .toBytes();
    }

    public static long ordinalOfPending(byte[] key) {
        return new KeyReader(Arrays.copyOfRange(key, key.length - Long.BYTES, key.length)).number();
    }

    public static byte[] pendingOf(String tenantId) {
        return new KeyWriter().tag(PENDING).text(tenantId).toBytes();
    }

    public static byte[] allPending() {
        return new KeyWriter().tag(PENDING).toBytes();
    }

    /** The tenant of a key of pending, tenant or known-tenant space. */
    public static String tenantOf(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        return in.text();
    }

    /** Says that there is such a tenant, so that tenants can be walked without walking their rows. */
    public static byte[] knownTenant(String tenantId) {
        return new KeyWriter().tag(KNOWN_TENANT).text(tenantId).toBytes();
    }

    public static byte[] allKnownTenants() {
        return new KeyWriter().tag(KNOWN_TENANT).toBytes();
    }

    public static byte[] allTenants() {
        return new KeyWriter().tag(TENANT).toBytes();
    }

    public static byte[] tenant(String tenantId) {
        return new KeyWriter().tag(TENANT).text(tenantId).toBytes();
    }

    private static KeyWriter kind(String tenantId, int kind) {
        return new KeyWriter().tag(TENANT).text(tenantId).tag(kind);
    }

    /** End, exclusive, of what does not grow with the tenant's users. */
    public static byte[] unboundedOf(String tenantId) {
        return kind(tenantId, FIRST_UNBOUNDED).toBytes();
    }

    public static byte[] row(String tenantId, int kind, String rowKey) {
        return kind(tenantId, kind).rowKey(rowKey).toBytes();
    }

    public static byte[] roleSet(String tenantId, List<String> roleIds) {
        KeyWriter key = kind(tenantId, ROLE_SET);
        roleIds.forEach(key::text);
        return key.toBytes();
    }

    public static byte[] alert(String tenantId, String rule, String subject) {
        return kind(tenantId, ALERT).text(rule).text(subject).toBytes();
    }

    public static byte[] status(String tenantId) {
        return kind(tenantId, STATUS).toBytes();
    }

    public static byte[] report(String tenantId) {
        return kind(tenantId, REPORT).toBytes();
    }

    public static byte[] seed(String tenantId) {
        return kind(tenantId, SEED).toBytes();
    }

    public static byte[] user(String tenantId, String userId) {
        return kind(tenantId, USER).text(userId).toBytes();
    }
}
