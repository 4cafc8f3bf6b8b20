package io.licensewatch.core.store;

import io.licensewatch.schemas.source.SourceTable;
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
    /** Rows of tenants that wait for the frontier that covers them. */
    public static final int BUFFERED_ROWS = 0x03;

    public static final int TENANT = 0x04;
    private static final int KNOWN_TENANT = 0x05;
    public static final int LISTED_USER = 0x06;
    private static final int USER_TENANT = 0x07;
    private static final int ROLE_TENANT = 0x08;
    public static final int TENANTLESS = 0x09;
    private static final int TENANTLESS_ROLE = 0x0A;
    private static final int ASKED_BY = 0x0B;
    /** Frontiers that wait for the rows that they cover. */
    public static final int WAITING_FRONTIERS = 0x0C;
    /** Rows that no frontier is near. */
    public static final int FAR_ROWS = 0x0D;

    public static final int FAR_SHARED_ROWS = 0x0E;
    /** Positions of the log at which commands took effect. */
    public static final int AWAITED_EFFECTS = 0x0F;
    /** Rules whose incident several tenants have at once. */
    public static final int STORMS = 0x10;
    /** The rules under which all tenants were evaluated last. */
    public static final int RULES_SEEN = 0x11;

    /** What was reported of roles, whichever tenant they are of. */
    public static final int ROLE_STANDING = 0x12;

    /** What is needed to evaluate late what was due at frontiers that were skipped. */
    public static final int BACKLOG = 0x18;
    /** Tenants that need an evaluation. */
    public static final int EVALUATION_QUEUE = 0x19;

    private static final int CLOCK = 0x01;
    private static final int HIGH_WATER = 0x02;
    private static final int SWEEP = 0x03;
    private static final int OPEN_COUNT = 0x04;
    private static final int SWEPT_SNAPSHOT = 0x05;
    private static final int SNAPSHOT_CURSOR = 0x06;
    private static final int UNSEEN_FRONTIER = 0x07;
    private static final int SWEEP_OF = 0x08;
    private static final int ASKED_BY_IS_WHOLE = 0x09;

    public static final int TENANT_ROW = 0x10;
    public static final int GRANT = 0x11;
    public static final int ROLE = 0x12;
    public static final int ROLE_SET = 0x13;
    public static final int ONBOARDING = 0x14;
    public static final int ALERT = 0x15;
    public static final int STATUS = 0x16;
    /** Present while the tenant's rows are those of a snapshot and nothing has been published of them. */
    public static final int SEED = 0x17;

    public static final int LICENSE_ASSIGNMENT = 0x18;
    /** What the roles permit, compiled from the rows that say so. */
    public static final int ACCESS = 0x19;
    /** Present while those rows have changed since. */
    public static final int ACCESS_STALE = 0x1A;
    /** Seats used, day by day. */
    public static final int SEAT_HISTORY = 0x1B;
    /** The newest change that moved a seat. */
    public static final int SEAT_CHANGE = 0x1C;
    /** What was asked of the reference data when the tenant was looked at last. */
    public static final int ASKED = 0x1E;
    /** Commands that were issued, and what has become of them. */
    public static final int COMMANDS = 0x1F;
    /** First kind that is not read at every look; most may be as many as there are users. */
    private static final int FIRST_UNBOUNDED = 0x20;

    public static final int ASSIGNMENT = 0x20;
    public static final int PERMISSION = 0x22;
    public static final int ROLE_PERMISSION = 0x23;
    // 0x1D, 0x21 and 0x24 were taken by earlier layouts.

    /** The last report of the tenant to the system task. */
    public static final int REPORT = 0x25;

    private StateKeys() {}

    /** The frontier that the task has reached. */
    public static byte[] clock() {
        return new KeyWriter().tag(TASK).tag(CLOCK).toBytes();
    }

    /** The last frontier at which nothing could be evaluated. */
    public static byte[] unseenFrontier() {
        return new KeyWriter().tag(TASK).tag(UNSEEN_FRONTIER).toBytes();
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

    /** How far the look at all tenants has come. */
    public static byte[] sweep() {
        return new KeyWriter().tag(TASK).tag(SWEEP).toBytes();
    }

    /** How far the look at those has come that asked a question whose answer may have changed. */
    public static byte[] sweepOf(long question) {
        return new KeyWriter().tag(TASK).tag(SWEEP_OF).bits(question).toBytes();
    }

    public static byte[] allSweepsOfQuestions() {
        return new KeyWriter().tag(TASK).tag(SWEEP_OF).toBytes();
    }

    public static long questionOfSweep(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.tag();
        return in.bits();
    }

    /** Says that the tenant asked the question when it was looked at last. */
    public static byte[] askedBy(long question, String tenantId) {
        return new KeyWriter().tag(ASKED_BY).bits(question).text(tenantId).toBytes();
    }

    public static byte[] allAskedBy(long question) {
        return new KeyWriter().tag(ASKED_BY).bits(question).toBytes();
    }

    public static String tenantOfAskedBy(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.bits();
        return in.text();
    }

    /** Present when every tenant that has been looked at is in there. */
    public static byte[] askedByIsWhole() {
        return new KeyWriter().tag(TASK).tag(ASKED_BY_IS_WHOLE).toBytes();
    }

    /** Which snapshots' leftovers have been removed, or are being. */
    public static byte[] sweptSnapshot() {
        return new KeyWriter().tag(TASK).tag(SWEPT_SNAPSHOT).toBytes();
    }

    /** How far that has come; absent when it is done. */
    public static byte[] snapshotCursor() {
        return new KeyWriter().tag(TASK).tag(SNAPSHOT_CURSOR).toBytes();
    }

    /** In which space a key is. */
    public static int space(byte[] key) {
        return new KeyReader(key).tag();
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

    /** The tenant of a key of the tenant or known-tenant space. */
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

    /** Whether there may be as many of a kind as a tenant has users. */
    public static boolean growsWithUsers(int kind) {
        return kind >= FIRST_UNBOUNDED;
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

    /** The one entry of a kind that a tenant has once. */
    public static byte[] single(String tenantId, int kind) {
        return kind(tenantId, kind).toBytes();
    }

    public static byte[] status(String tenantId) {
        return single(tenantId, STATUS);
    }

    public static byte[] report(String tenantId) {
        return kind(tenantId, REPORT).toBytes();
    }

    public static byte[] seed(String tenantId) {
        return single(tenantId, SEED);
    }

    /** All entries of a kind of a tenant begin with it. */
    public static byte[] allOf(String tenantId, int kind) {
        return kind(tenantId, kind).toBytes();
    }

    /** What was reported of a user. */
    public static byte[] listedUser(String userId) {
        return new KeyWriter().tag(LISTED_USER).text(userId).toBytes();
    }

    public static byte[] allListedUsers() {
        return new KeyWriter().tag(LISTED_USER).toBytes();
    }

    /** Which roles of the tenant the user holds; by user first, as a user that is banned counts in each of the tenants. */
    public static byte[] rolesOfUser(String userId, String tenantId) {
        return new KeyWriter().tag(USER_TENANT).text(userId).text(tenantId).toBytes();
    }

    public static byte[] tenantsOfUser(String userId) {
        return new KeyWriter().tag(USER_TENANT).text(userId).toBytes();
    }

    public static byte[] roleStanding(String roleId) {
        return new KeyWriter().tag(ROLE_STANDING).text(roleId).toBytes();
    }

    public static byte[] allRoleStandings() {
        return new KeyWriter().tag(ROLE_STANDING).toBytes();
    }

    /** Says that the role is the tenant's. */
    public static byte[] roleTenant(String roleId, String tenantId) {
        return new KeyWriter().tag(ROLE_TENANT).text(roleId).text(tenantId).toBytes();
    }

    public static byte[] tenantsOfRole(String roleId) {
        return new KeyWriter().tag(ROLE_TENANT).text(roleId).toBytes();
    }

    /** A row without a tenant that names a role. */
    public static byte[] tenantless(String roleId, SourceTable table, String rowKey) {
        return new KeyWriter()
                .tag(TENANTLESS)
                .text(roleId)
                .text(table.tableName())
                .rowKey(rowKey)
                .toBytes();
    }

    public static byte[] tenantlessOf(String roleId) {
        return new KeyWriter().tag(TENANTLESS).text(roleId).toBytes();
    }

    public static byte[] allTenantless() {
        return new KeyWriter().tag(TENANTLESS).toBytes();
    }

    /** Which role such a row named last. */
    public static byte[] tenantlessRole(SourceTable table, String rowKey) {
        return new KeyWriter()
                .tag(TENANTLESS_ROLE)
                .text(table.tableName())
                .rowKey(rowKey)
                .toBytes();
    }
}
