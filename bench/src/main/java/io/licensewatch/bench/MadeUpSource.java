package io.licensewatch.bench;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** A source with many tenants and everyday writes: users are added, removed and given other roles; grants are renewed. */
final class MadeUpSource {
    private static final int FEATURES = 20;
    private static final int GRANTS = 15;
    private static final int ROLES = 8;
    private static final List<String> TABLES = Arrays.stream(SourceTable.values())
            .filter(table -> table != SourceTable.AUTH_USERS && table != SourceTable.LICENSE_FEATURE_BUNDLES)
            .map(SourceTable::qualifiedName)
            .sorted()
            .toList();

    private final Random random;
    private final Consumer<Envelope> out;
    private Instant now;
    private long lsn = 1_000_000;

    /** A tenant with the assignments that it has at present. */
    static final class Tenant {
        private final String id;
        private final List<String> roles = new ArrayList<>();
        private final List<String> grants = new ArrayList<>();
        private final List<Assignment> assignments = new ArrayList<>();

        private Tenant(String id) {
            this.id = id;
        }
    }

    private record Assignment(String id, String userId, String roleId) {
        String row(String tenantId, boolean active) {
            return "{\"id\":\"" + id + "\",\"tenant_id\":\"" + tenantId + "\",\"user_id\":\"" + userId
                    + "\",\"role_id\":\"" + roleId + "\",\"is_active\":" + active + ",\"expires_at\":null}";
        }
    }

    MadeUpSource(long seed, Instant start, Consumer<Envelope> out) {
        this.random = new Random(seed);
        this.now = start;
        this.out = out;
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private void emit(SourceTable table, String tenantId, String rowId, String op, String before, String after) {
        lsn += 16;
        out.accept(Envelope.of(
                table,
                tenantId,
                rowId,
                op,
                before.isEmpty() ? null : before,
                after.isEmpty() ? null : after,
                lsn,
                now.plusMillis(1)));
    }

    void catalogue() {
        for (int i = 0; i < FEATURES; i++) {
            String id = "feature-" + i;
            emit(SourceTable.FEATURE_CATALOG, "", id, "c", "", "{\"id\":\"" + id + "\",\"code\":\"f" + i + "\"}");
            emit(
                    SourceTable.PRODUCT_OFFERING_FEATURES,
                    "",
                    id,
                    "c",
                    "",
                    "{\"id\":\"" + id + "\",\"offering_id\":\"offering\",\"feature_id\":\"" + id + "\"}");
            emit(
                    SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS,
                    "",
                    id,
                    "c",
                    "",
                    "{\"id\":\"" + id + "\",\"bundle_id\":\"bundle-" + i % 5 + "\",\"feature_id\":\"" + id + "\"}");
        }
        emit(SourceTable.PRODUCT_OFFERINGS, "", "offering", "c", "", "{\"id\":\"offering\",\"max_users\":1000000}");
        for (int i = 0; i < 5; i++) {
            emit(
                    SourceTable.SURFACE_LICENSE_BINDINGS,
                    "",
                    "s" + i,
                    "c",
                    "",
                    "{\"id\":\"s" + i + "\",\"surface_id\":\"surface-" + i + "\",\"required_bundle_id\":\"bundle-" + i
                            + "\"}");
        }
    }

    Tenant signUp(int users) {
        Tenant tenant = new Tenant(uuid());
        emit(
                SourceTable.TENANTS,
                tenant.id,
                tenant.id,
                "c",
                "",
                "{\"id\":\"" + tenant.id
                        + "\",\"name\":\"Tenant\",\"status\":\"active\",\"subscription_status\":\"active\","
                        + "\"subscription_offering_id\":\"offering\",\"onboarding_completed\":true}");
        for (int i = 0; i < ROLES; i++) {
            String role = uuid();
            tenant.roles.add(role);
            emit(
                    SourceTable.ROLES,
                    tenant.id,
                    role,
                    "c",
                    "",
                    "{\"id\":\"" + role + "\",\"tenant_id\":\"" + tenant.id + "\",\"name\":\"role " + i
                            + "\",\"is_active\":true}");
        }
        for (int i = 0; i < GRANTS; i++) {
            String grant = uuid();
            tenant.grants.add(grant);
            emit(SourceTable.TENANT_FEATURE_GRANTS, tenant.id, grant, "c", "", grant(tenant, grant, i, "null"));
        }
        for (int i = 0; i < users; i++) {
            hire(tenant);
        }
        return tenant;
    }

    private static String grant(Tenant tenant, String id, int feature, String expires) {
        return "{\"id\":\"" + id + "\",\"tenant_id\":\"" + tenant.id + "\",\"feature_id\":\"feature-" + feature
                + "\",\"starts_at\":19000,\"expires_at\":" + expires + "}";
    }

    private void hire(Tenant tenant) {
        Assignment hired = new Assignment(uuid(), uuid(), tenant.roles.get(random.nextInt(ROLES)));
        tenant.assignments.add(hired);
        emit(SourceTable.USER_ROLES, tenant.id, hired.id, "c", "", hired.row(tenant.id, true));
    }

    /** One change of a tenant: nine of ten concern its users. */
    void change(Tenant tenant) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            int feature = random.nextInt(GRANTS);
            String id = tenant.grants.get(feature);
            emit(
                    SourceTable.TENANT_FEATURE_GRANTS,
                    tenant.id,
                    id,
                    "u",
                    grant(tenant, id, feature, "null"),
                    grant(tenant, id, feature, Integer.toString(30000 + random.nextInt(1000))));
        } else if (kind < 4 || tenant.assignments.isEmpty()) {
            hire(tenant);
        } else {
            int at = random.nextInt(tenant.assignments.size());
            Assignment one = tenant.assignments.get(at);
            if (kind < 7) {
                tenant.assignments.set(at, tenant.assignments.get(tenant.assignments.size() - 1));
                tenant.assignments.remove(tenant.assignments.size() - 1);
                emit(SourceTable.USER_ROLES, tenant.id, one.id, "d", one.row(tenant.id, true), "");
            } else {
                Assignment moved = new Assignment(one.id, one.userId, tenant.roles.get(random.nextInt(ROLES)));
                tenant.assignments.set(at, moved);
                emit(
                        SourceTable.USER_ROLES,
                        tenant.id,
                        one.id,
                        "u",
                        one.row(tenant.id, true),
                        moved.row(tenant.id, true));
            }
        }
    }

    Frontier frontier() {
        now = now.plusSeconds(1);
        lsn += 16;
        return new Frontier(now, Lsn.text(lsn), Lsn.text(lsn - 8), 1, true, TABLES);
    }
}
