package io.licensewatch.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How rows fold into what is known of tenants, row by row; between two steps only the store lives on. */
class TenantStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues kept = new SortedKeyValues();
    private final SortedKeyValues timers = new SortedKeyValues();
    private final ReferenceStore reference = new ReferenceStore(new SortedKeyValues(), Unreadable.IGNORED);
    private long lsn = 100;

    TenantStoreTest() {
        capture(EnumSet.complementOf(EnumSet.of(SourceTable.AUTH_USERS)));
    }

    @Test
    void an_assignment_without_a_tenant_belongs_to_that_of_its_role_in_any_order() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        assertThat(tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "clerk"))
                .containsExactly("t1");
        assertThat(tenantless(SourceTable.USER_ROLES, "a2", "user_id", "u2", "role_id", "boss"))
                .isEmpty();
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("clerk"), 1));
        put(SourceTable.ROLES, "t1", "boss");
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("boss"), 1), new RoleSet(List.of("clerk"), 1));
    }

    @Test
    void an_assignment_without_a_tenant_moves_with_its_role_column_and_goes_with_its_row() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.ROLES, "t2", "boss");
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "clerk");
        assertThat(tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "boss"))
                .containsExactlyInAnyOrder("t1", "t2");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(roleSets("t2")).containsExactly(new RoleSet(List.of("boss"), 1));
        assertThat(tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", null))
                .containsExactly("t2");
        assertThat(roleSets("t2")).isEmpty();
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "boss");
        assertThat(change(SourceTable.USER_ROLES, "a1", RowChange.Op.DELETE, null))
                .containsExactly("t2");
        assertThat(roleSets("t2")).isEmpty();
    }

    @Test
    void when_a_role_goes_its_assignments_wait_until_it_comes_again() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "clerk");
        remove(SourceTable.ROLES, "t1", "clerk");
        assertThat(roleSets("t1")).isEmpty();
        put(SourceTable.ROLES, "t1", "clerk");
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("clerk"), 1));
    }

    @Test
    void a_role_that_moves_to_another_tenant_takes_its_assignments_in_any_order() throws Exception {
        for (boolean newTenantFirst : new boolean[] {false, true}) {
            String role = "clerk " + newTenantFirst;
            put(SourceTable.ROLES, "t1", role);
            tenantless(SourceTable.USER_ROLES, "of " + role, "user_id", "u1", "role_id", role);
            if (newTenantFirst) {
                put(SourceTable.ROLES, "t2", role);
                remove(SourceTable.ROLES, "t1", role);
            } else {
                remove(SourceTable.ROLES, "t1", role);
                put(SourceTable.ROLES, "t2", role);
            }
            assertThat(roleSets("t1"))
                    .as("new tenant first: %s", newTenantFirst)
                    .isEmpty();
            assertThat(roleSets("t2")).anyMatch(set -> set.roleIds().contains(role));
        }
    }

    @Test
    void a_truncate_takes_the_rows_without_a_tenant_of_its_table_and_of_no_other() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.PERMISSIONS, "t1", "p", "code", "read");
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "clerk");
        tenantless(SourceTable.ROLE_PERMISSIONS, "a1", "role_id", "clerk", "permission_id", "p");
        assertThat(change(SourceTable.USER_ROLES, "x", RowChange.Op.TRUNCATE, null))
                .containsExactly("t1");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(facts("t1").access().of("clerk")).hasSize(1);
        assertThat(change(SourceTable.ROLE_PERMISSIONS, "x", RowChange.Op.TRUNCATE, null))
                .containsExactly("t1");
        assertThat(facts("t1").access().of("clerk")).isEmpty();
    }

    @Test
    void a_row_with_a_null_tenant_permits_nothing_in_the_tenant_of_its_role() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.PERMISSIONS, "t1", "p", "code", "read");
        tenantless(SourceTable.ROLE_PERMISSIONS, "a1", "role_id", "clerk", "permission_id", "p");
        assertThat(facts("t1").access().of("clerk")).as("no such column").hasSize(1);
        tenantless(SourceTable.ROLE_PERMISSIONS, "a1", "tenant_id", null, "role_id", "clerk", "permission_id", "p");
        assertThat(facts("t1").access().of("clerk")).isEmpty();
    }

    /** As cdc writes it of a key that two rows had within a transaction. */
    @Test
    void a_row_that_is_deleted_and_created_under_one_position_stands() throws Exception {
        put(SourceTable.USER_ROLES, "t1", "2", "user_id", "u1", "role_id", "clerk");
        lsn += 10;
        Envelopes.Event gone = event(SourceTable.USER_ROLES, "2", RowChange.Op.DELETE, null);
        lsn--;
        Envelopes.Event stands =
                event(SourceTable.USER_ROLES, "2", RowChange.Op.CREATE, row("2", "user_id", "u2", "role_id", "clerk"));
        for (Envelopes.Event event : List.of(gone, stands)) {
            store().apply(SourceTable.USER_ROLES, "t1", RowChangeDecoder.decode(event.key(), event.value()), NOW);
        }
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("clerk"), 1));
    }

    @Test
    void other_tables_keep_no_rows_without_a_tenant_here_and_a_wrong_one_is_refused() throws Exception {
        assertThat(tenantless(SourceTable.ROLES, "r1", "name", "Staff")).isEmpty();
        assertThat(kept.size()).isZero();
        assertThatThrownBy(() -> tenantless(SourceTable.USER_ROLES, "a1", "role_id", true))
                .isInstanceOf(MalformedRecordException.class);
        assertThat(kept.size()).isZero();
    }

    @Test
    void roles_permit_what_their_permissions_say_also_inactive_ones() throws Exception {
        put(SourceTable.PERMISSIONS, "t1", "p1", "code", "read");
        put(
                SourceTable.PERMISSIONS,
                "t1",
                "p2",
                "code",
                "write",
                "source",
                "license_feature",
                "source_reference",
                "giving");
        put(SourceTable.PERMISSIONS, "t1", "off", "code", "admin", "is_active", false);
        for (String permission : List.of("p1", "p2", "off", "unknown")) {
            put(SourceTable.ROLE_PERMISSIONS, "t1", permission, "role_id", "clerk", "permission_id", permission);
        }
        put(SourceTable.ROLE_PERMISSIONS, "t1", "b", "role_id", "boss", "permission_id", "p2");
        put(SourceTable.ROLE_PERMISSIONS, "t1", "c", "role_id", null, "permission_id", "p2");
        put(SourceTable.ROLE_PERMISSIONS, "t1", "d", "role_id", "boss", "permission_id", null);
        for (String look : List.of("compiled", "as stored")) {
            Access access = facts("t1").access();
            assertThat(access.of("clerk"))
                    .as(look)
                    .containsExactly(
                            new Access.Permission("", "admin", null),
                            new Access.Permission("", "read", null),
                            new Access.Permission("", "write", "giving"),
                            new Access.Permission("unknown", null, null));
            assertThat(access.of("boss")).as(look).containsExactly(new Access.Permission("", "write", "giving"));
            assertThat(access.of("nobody")).as(look).isEmpty();
        }
        remove(SourceTable.ROLE_PERMISSIONS, "t1", "b");
        assertThat(facts("t1").access().of("boss")).isEmpty();
        put(SourceTable.PERMISSIONS, "t1", "p1", "code", null);
        assertThat(facts("t1").access().of("clerk")).hasSize(3);
        for (String permission : List.of("p1", "p2", "off", "unknown", "c", "d")) {
            remove(SourceTable.ROLE_PERMISSIONS, "t1", permission);
        }
        for (String permission : List.of("p1", "p2", "off")) {
            remove(SourceTable.PERMISSIONS, "t1", permission);
        }
        assertThat(facts("t1").access()).isEqualTo(Access.NONE);
        assertThat(kept.size()).as("nothing is left of them").isZero();
    }

    @Test
    void what_a_role_needs_is_what_its_surfaces_and_its_permissions_need() throws Exception {
        refer(SourceTable.FEATURE_PERMISSIONS, "1", "permission_code", "read", "feature_id", "f1");
        refer(SourceTable.ROLE_SURFACE_BINDINGS, "1", "role_id", "clerk", "surface_id", "page");
        refer(SourceTable.SURFACE_LICENSE_BINDINGS, "1", "surface_id", "page", "required_bundle_id", "b");
        refer(SourceTable.LICENSE_FEATURE_BUNDLES, "b");
        refer(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, "1", "bundle_id", "b", "feature_id", "f2");
        Requirement page = new Requirement("page", Requirement.Mode.ALL_OF, new TreeSet<>(Set.of("f2")));
        assertThat(facts("t1").requirements("clerk")).containsExactly(page);
        put(SourceTable.PERMISSIONS, "t1", "p1", "code", "read");
        put(SourceTable.ROLE_PERMISSIONS, "t1", "1", "role_id", "clerk", "permission_id", "p1");
        assertThat(facts("t1").requirements("clerk"))
                .containsExactly(page, new Requirement("read", Requirement.Mode.ANY_OF, new TreeSet<>(Set.of("f1"))));
    }

    @Test
    void the_offering_is_that_of_the_tenants_row_else_that_of_the_last_assignment() throws Exception {
        for (String offering : List.of("named", "early", "late", "undated")) {
            refer(SourceTable.PRODUCT_OFFERINGS, offering);
        }
        given("g1", "late", "2026-02-01T00:00:00Z");
        given("g2", "early", "2026-01-01T00:00:00Z");
        given("g3", "undated", null);
        assertThat(offering()).as("no row, but a table of tenants").isNull();
        put(SourceTable.TENANTS, "t1", "t1", "name", "Harbour Chapel");
        assertThat(offering()).isEqualTo("late");
        put(SourceTable.TENANTS, "t1", "t1", "subscription_offering_id", "named");
        assertThat(offering()).isEqualTo("named");
        put(SourceTable.TENANTS, "t1", "t1", "subscription_offering_id", null);
        assertThat(offering()).as("one that nobody knows").isNull();
        remove(SourceTable.TENANTS, "t1", "t1");
        capture(EnumSet.complementOf(EnumSet.of(SourceTable.TENANTS)));
        assertThat(offering()).isEqualTo("late");
        remove(SourceTable.LICENSE_ASSIGNMENTS, "t1", "g1");
        remove(SourceTable.LICENSE_ASSIGNMENTS, "t1", "g2");
        assertThat(offering()).isEqualTo("undated");
    }

    @Test
    void an_offering_that_is_given_for_later_takes_effect_at_its_time() throws Exception {
        refer(SourceTable.PRODUCT_OFFERINGS, "now");
        refer(SourceTable.PRODUCT_OFFERINGS, "later");
        put(SourceTable.TENANTS, "t1", "t1");
        given("g1", "now", "2026-01-01T00:00:00Z");
        given("g2", "later", "2026-03-10T00:00:00Z");
        given("g3", "now", "2026-04-01T00:00:00Z");
        Instant before = Instant.parse("2026-03-09T23:59:59.999999Z");
        Instant then = Instant.parse("2026-03-10T00:00:00Z");
        assertThat(offeringAt(before.toString())).isEqualTo("now");
        assertThat(facts("t1").offeringChangesAt(before)).isEqualTo(then);
        assertThat(offeringAt(then.toString())).isEqualTo("later");
        assertThat(facts("t1").offeringChangesAt(then)).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(facts("t1").offeringChangesAt(Instant.parse("2026-04-01T00:00:00Z")))
                .isEqualTo(Instant.MAX);
        put(SourceTable.TENANTS, "t1", "t1", "subscription_offering_id", "now");
        assertThat(facts("t1").offeringChangesAt(before))
                .as("assignments do not count")
                .isEqualTo(Instant.MAX);
    }

    @Test
    void of_offerings_that_were_given_at_once_the_one_with_the_greatest_key_counts() throws Exception {
        refer(SourceTable.PRODUCT_OFFERINGS, "a");
        refer(SourceTable.PRODUCT_OFFERINGS, "b");
        put(SourceTable.TENANTS, "t1", "t1");
        given("g1", "b", "2026-02-01T00:00:00Z");
        given("g2", "a", "2026-02-01T00:00:00Z");
        assertThat(offering()).isEqualTo("a");
    }

    @Test
    void a_tenant_of_which_any_row_is_left_is_not_gone() throws Exception {
        assertThat(gone("t1")).isTrue();
        Map<SourceTable, List<Object>> rows = Map.of(
                SourceTable.TENANTS, List.of(),
                SourceTable.ROLES, List.of(),
                SourceTable.TENANT_FEATURE_GRANTS, List.of("feature_id", "f"),
                SourceTable.ONBOARDING_PROGRESS, List.of(),
                SourceTable.USER_ROLES, List.of("user_id", "u1", "role_id", "r"));
        for (Map.Entry<SourceTable, List<Object>> row : rows.entrySet()) {
            put(row.getKey(), "t1", "1", row.getValue().toArray());
            assertThat(gone("t1")).as("%s", row.getKey()).isFalse();
            remove(row.getKey(), "t1", "1");
            assertThat(gone("t1")).as("%s", row.getKey()).isTrue();
        }
        put(SourceTable.USER_ROLES, "t1", "1", "user_id", "u1", "role_id", "r", "is_active", false);
        assertThat(gone("t1")).as("an assignment that does not count").isFalse();
    }

    @Test
    void rows_that_a_newer_snapshot_has_not_brought_go_step_by_step() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "clerk");
        put(SourceTable.PERMISSIONS, "t2", "p", "code", "read");
        put(SourceTable.LICENSE_ASSIGNMENTS, "t2", "g", "offering_id", "o");
        put(SourceTable.TENANTS, "t3", "t3");
        long before = lsn;
        put(SourceTable.TENANT_FEATURE_GRANTS, "t3", "g", "feature_id", "f");
        TenantStore.Bases bases = table -> new SourcePosition(1, 50, before);
        Set<String> touched = new TreeSet<>();
        byte[] cursor = null;
        int steps = 0;
        do {
            cursor = store().removeOlder(cursor, 2, bases, NOW, touched::add);
            steps++;
        } while (cursor != null && steps < 100);
        assertThat(steps).isBetween(4, 20);
        assertThat(touched).containsExactly("t1", "t2", "t3");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(facts("t1").roles()).isEmpty();
        assertThat(facts("t2").licenseAssignments()).isEmpty();
        assertThat(facts("t3").tenant()).isNull();
        assertThat(facts("t3").grants()).hasSize(1);
        put(SourceTable.ROLES, "t1", "clerk");
        assertThat(roleSets("t1")).as("none waits any more").isEmpty();
    }

    @Test
    void a_truncate_takes_the_rows_of_all_tenants() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        put(SourceTable.USER_ROLES, "t2", "a1", "user_id", "u1", "role_id", "boss");
        assertThat(store().truncate(SourceTable.USER_ROLES, NOW).tenants()).containsExactlyInAnyOrder("t1", "t2");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(roleSets("t2")).isEmpty();
        assertThat(facts("t1").roles()).hasSize(1);
    }

    @Test
    void users_of_a_truncated_table_are_unknown_and_their_tenants_evaluated() throws Exception {
        capture(EnumSet.allOf(SourceTable.class));
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        put(SourceTable.USER_ROLES, "t2", "a1", "user_id", "u1", "role_id", "clerk");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(user("u1", RowChange.Op.CREATE)).containsExactly("t2");
        assertThat(user("u0", RowChange.Op.CREATE, "is_active", true)).containsExactly("t1");
        assertThat(user("u0", RowChange.Op.UPDATE, "is_active", true)).isEmpty();
        assertThat(roleSets("t1")).hasSize(1);
        assertThat(user("x", RowChange.Op.TRUNCATE)).containsExactlyInAnyOrder("t1", "t2");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(roleSets("t2")).isEmpty();
    }

    @Test
    void a_user_that_goes_or_whose_ban_ends_concerns_the_tenants_where_it_holds_a_role() throws Exception {
        capture(EnumSet.allOf(SourceTable.class));
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        user("u0", RowChange.Op.CREATE, "banned_until", "2026-03-10T13:00:00Z");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(store().endBan("u0", NOW.plusSeconds(3600)).tenants()).containsExactly("t1");
        assertThat(roleSets("t1")).hasSize(1);
        assertThat(user("u0", RowChange.Op.DELETE)).containsExactly("t1");
        assertThat(roleSets("t1")).isEmpty();
    }

    @Test
    void users_and_tenantless_rows_that_a_snapshot_omits_affect_their_tenants() throws Exception {
        capture(EnumSet.allOf(SourceTable.class));
        user("u0", RowChange.Op.CREATE);
        tenantless(SourceTable.USER_ROLES, "a1", "user_id", "u1", "role_id", "boss");
        long before = lsn;
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        put(SourceTable.ROLES, "t2", "boss");
        Set<String> touched = new TreeSet<>();
        store().removeOlder(null, 1000, table -> new SourcePosition(1, 50, before), NOW, touched::add);
        assertThat(touched).containsExactly("t1", "t2");
        assertThat(roleSets("t1")).isEmpty();
    }

    @Test
    void an_assignment_given_to_another_user_or_role_moves_and_leaves_nothing() throws Exception {
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        put(SourceTable.USER_ROLES, "t1", "a1", "user_id", "u1", "role_id", "boss");
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "boss");
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("boss"), 2));
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u1", "role_id", "boss");
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("boss"), 1));
        remove(SourceTable.USER_ROLES, "t1", "a0");
        remove(SourceTable.USER_ROLES, "t1", "a1");
        assertThat(roleSets("t1")).isEmpty();
        assertThat(kept.size()).as("which change moved a seat last").isEqualTo(1);
    }

    @Test
    void a_ban_that_is_lifted_or_whose_user_goes_leaves_no_timer() throws Exception {
        user("u0", RowChange.Op.CREATE, "banned_until", "2026-04-01T00:00:00Z");
        assertThat(timers.size()).isEqualTo(2);
        user("u0", RowChange.Op.UPDATE, "banned_until", null);
        assertThat(timers.size()).isZero();
        user("u0", RowChange.Op.UPDATE, "banned_until", "2026-04-01T00:00:00Z");
        user("u0", RowChange.Op.DELETE);
        assertThat(timers.size()).isZero();
        user("u1", RowChange.Op.CREATE, "banned_until", "infinity");
        user("u2", RowChange.Op.CREATE, "banned_until", "2026-04-01T00:00:00Z", "is_active", false);
        assertThat(timers.size()).as("nothing that time changes").isZero();
    }

    @Test
    void the_change_that_moved_a_seat_last_is_remembered() throws Exception {
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk", "expires_at", "2026-03-11");
        put(SourceTable.USER_ROLES, "t1", "a1", "user_id", "u1", "role_id", "clerk");
        assertThat(seatChange()).isEqualTo("{\"id\":\"a1\"}");
        store().endAssignment("t1", "{\"id\":\"a0\"}", NOW.plusSeconds(200_000));
        assertThat(seatChange()).isEqualTo("{\"id\":\"a0\"}");
        assertThat(roleSets("t1")).containsExactly(new RoleSet(List.of("clerk"), 1));
        remove(SourceTable.USER_ROLES, "t1", "a1");
        assertThat(seatChange()).isEqualTo("{\"id\":\"a1\"}");
    }

    @Test
    void an_assignment_that_gets_or_loses_its_end_has_a_timer_as_long_as_it_has_one() throws Exception {
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk", "expires_at", "2026-03-11");
        assertThat(timers.size()).isEqualTo(2);
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        assertThat(timers.size()).isZero();
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk", "expires_at", "2026-03-11");
        remove(SourceTable.USER_ROLES, "t1", "a0");
        assertThat(timers.size()).isZero();
    }

    @Test
    void holders_of_roles_are_counted_once_and_of_live_roles_only() throws Exception {
        put(SourceTable.ROLES, "t1", "clerk");
        put(SourceTable.ROLES, "t1", "boss");
        put(SourceTable.ROLES, "t1", "off", "is_active", false);
        put(SourceTable.USER_ROLES, "t1", "a0", "user_id", "u0", "role_id", "clerk");
        put(SourceTable.USER_ROLES, "t1", "a1", "user_id", "u0", "role_id", "boss");
        put(SourceTable.USER_ROLES, "t1", "a2", "user_id", "u1", "role_id", "boss");
        put(SourceTable.USER_ROLES, "t1", "a3", "user_id", "u2", "role_id", "off");
        TenantFacts facts = facts("t1");
        assertThat(facts.holdersOfAny(List.of("clerk", "boss"))).isEqualTo(2);
        assertThat(facts.holdersOfAny(List.of("clerk"))).isEqualTo(1);
        assertThat(facts.holdersOfAny(List.of("off"))).isZero();
        assertThat(facts.usersWithAny(facts::givesSeat)).isEqualTo(2);
    }

    private void given(String id, String offering, @Nullable String at) throws MalformedRecordException {
        put(SourceTable.LICENSE_ASSIGNMENTS, "t1", id, "offering_id", offering, "assigned_at", at);
    }

    private @Nullable String offering() {
        return offeringAt("2026-03-01T00:00:00Z");
    }

    private @Nullable String offeringAt(String now) {
        return facts("t1")
                .offering(Instant.parse(now))
                .map(Offering::offeringId)
                .orElse(null);
    }

    private @Nullable String seatChange() {
        RowOrigin change = facts("t1").seatChange();
        return change == null ? null : change.key();
    }

    private TenantStore store() {
        return new TenantStore(new Residents(kept, 1 << 20), new Timers(timers), ZoneOffset.UTC, Unreadable.IGNORED);
    }

    private TenantFacts facts(String tenant) {
        return store().load(tenant, reference.reference()).facts();
    }

    private boolean gone(String tenant) {
        return store().load(tenant, reference.reference()).gone();
    }

    private List<RoleSet> roleSets(String tenant) {
        return facts(tenant).roleSets();
    }

    private void capture(Set<SourceTable> tables) {
        reference.capture(tables.stream().map(SourceTable::qualifiedName).collect(Collectors.toSet()), Set.of());
    }

    private void put(SourceTable table, String tenant, String id, @Nullable Object... columns)
            throws MalformedRecordException {
        Envelopes.Event event = event(table, id, RowChange.Op.UPDATE, row(id, columns));
        store().apply(table, tenant, RowChangeDecoder.decode(event.key(), event.value()), NOW);
    }

    private void remove(SourceTable table, String tenant, String id) throws MalformedRecordException {
        Envelopes.Event event = event(table, id, RowChange.Op.DELETE, null);
        store().apply(table, tenant, RowChangeDecoder.decode(event.key(), event.value()), NOW);
    }

    private Set<String> tenantless(SourceTable table, String id, @Nullable Object... columns)
            throws MalformedRecordException {
        return change(table, id, RowChange.Op.UPDATE, row(id, columns));
    }

    private Set<String> change(
            SourceTable table, String id, RowChange.Op op, @Nullable Map<String, @Nullable Object> after)
            throws MalformedRecordException {
        Envelopes.Event event = event(table, id, op, after);
        RowChange change = RowChangeDecoder.decode(event.key(), event.value());
        return store().applyTenantless(table, change, event.key(), event.value(), NOW)
                .tenants();
    }

    private Set<String> user(String id, RowChange.Op op, @Nullable Object... columns) throws MalformedRecordException {
        boolean row = op == RowChange.Op.CREATE || op == RowChange.Op.UPDATE;
        Envelopes.Event event = event(SourceTable.AUTH_USERS, id, op, row ? row(id, columns) : null);
        return store().applyUser(RowChangeDecoder.decode(event.key(), event.value()), NOW)
                .tenants();
    }

    private void refer(SourceTable table, String id, @Nullable Object... columns) throws MalformedRecordException {
        Envelopes.Event event = event(table, id, RowChange.Op.UPDATE, row(id, columns));
        reference.apply(table, RowChangeDecoder.decode(event.key(), event.value()), event.key(), event.value());
    }

    private Envelopes.Event event(
            SourceTable table, String id, RowChange.Op op, @Nullable Map<String, @Nullable Object> after) {
        Map<String, Object> key = Map.of("id", id);
        return Envelopes.event(
                table, key, op, op == RowChange.Op.DELETE ? key : null, after, new SourcePosition(1, 50, lsn++), NOW);
    }

    private static Map<String, @Nullable Object> row(String id, @Nullable Object... columns) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        for (int i = 0; i < columns.length; i += 2) {
            row.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        return row;
    }
}
