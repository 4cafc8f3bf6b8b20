package io.licensewatch.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.state.TenantKey.Kind;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateKeysTest {
    private static final String TENANT = "00000000-0000-0000-0000-0000000000aa";
    private static final String ROW_KEY = "{\"id\":\"00000000-0000-0000-0000-0000000000bb\"}";

    @ParameterizedTest
    @ValueSource(strings = {TENANT, "t", "", "a\0b", "ä|b"})
    void a_key_is_read_as_it_was_written(String id) {
        for (String rowKey : List.of(ROW_KEY, "{\"id\":5}", "{\"a\":\"" + id + "\"}")) {
            ReferenceRowKey reference = new ReferenceRowKey(SourceTable.ROLES, rowKey);
            assertThat(ReferenceRowKey.read(reference.toBytes())).isEqualTo(reference);
            TenantlessRowKey tenantless = new TenantlessRowKey(id, SourceTable.USER_ROLES, rowKey);
            assertThat(TenantlessRowKey.read(tenantless.toBytes())).isEqualTo(tenantless);
        }
        KnownTenantKey tenant = new KnownTenantKey(id);
        assertThat(KnownTenantKey.read(tenant.toBytes())).isEqualTo(tenant);
        ListedUserKey user = new ListedUserKey(id);
        assertThat(ListedUserKey.read(user.toBytes())).isEqualTo(user);
        RoleStandingKey role = new RoleStandingKey(id);
        assertThat(RoleStandingKey.read(role.toBytes())).isEqualTo(role);
        UserTenantKey ofUser = new UserTenantKey(id, "x" + id);
        assertThat(UserTenantKey.read(ofUser.toBytes())).isEqualTo(ofUser);
        RoleTenantKey ofRole = new RoleTenantKey(id, "x" + id);
        assertThat(RoleTenantKey.read(ofRole.toBytes())).isEqualTo(ofRole);
        DependencyKey dependency = new DependencyKey(-5, id);
        assertThat(DependencyKey.read(dependency.toBytes())).isEqualTo(dependency);
        LookupSweepKey sweep = new LookupSweepKey(-7);
        assertThat(LookupSweepKey.read(sweep.toBytes())).isEqualTo(sweep);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_key_of_a_tenants_row_is_read_as_it_was_written(Kind kind) {
        for (String tenant : List.of(TENANT, "t", "")) {
            for (String rowKey : List.of(ROW_KEY, "{\"id\":5}", "")) {
                byte[] key = TenantKey.row(tenant, kind, rowKey);
                assertThat(TenantKey.isOne(key)).isTrue();
                TenantKey read = TenantKey.read(key);
                assertThat(List.of(read.tenantId(), read.kind(), read.rowKey()))
                        .isEqualTo(List.of(tenant, kind, rowKey));
                assertThat(read.rowKey()).as("once more").isEqualTo(rowKey);
                assertThat(read.bytes()).isSameAs(key);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TENANT, "t", ""})
    void role_sets_and_alerts_of_a_tenant_are_read_as_they_were_written(String tenant) {
        TenantKey set = TenantKey.read(TenantKey.roleSet(tenant, List.of("a", TENANT, "b")));
        assertThat(List.of(set.tenantId(), set.kind(), set.roleIds()))
                .isEqualTo(List.of(tenant, Kind.ROLE_SET, List.of("a", TENANT, "b")));
        TenantKey alert = TenantKey.read(TenantKey.alert(tenant, "rule", "a|b"));
        assertThat(List.of(alert.tenantId(), alert.kind(), alert.rule(), alert.subject()))
                .isEqualTo(List.of(tenant, Kind.ALERT, "rule", "a|b"));
    }

    @Test
    void a_key_says_in_which_part_of_the_store_it_is() {
        for (StateSpace space : StateSpace.values()) {
            assertThat(StateSpace.of(space.all())).isEqualTo(space);
            assertThat(TenantKey.isOne(space.all())).isEqualTo(space == StateSpace.TENANTS);
        }
        assertThatThrownBy(() -> StateSpace.of(new byte[] {0x7F}))
                .hasMessage("no part of the state store has the number 127");
    }

    @Test
    void every_table_with_a_tenant_has_a_kind_of_entry() {
        for (SourceTable table : SourceTable.values()) {
            Kind kind = Kind.of(table);
            assertThat(kind == null ? null : kind.table()).isEqualTo(table.hasTenant() ? table : null);
        }
    }

    @Test
    void a_kind_that_is_not_known_is_an_error() {
        for (int tag : new int[] {0, 0x1D, 0x21, 0x24, 0x26, 0xFF}) {
            byte[] key = TenantKey.of("t", Kind.GRANT);
            key[key.length - 1] = (byte) tag;
            assertThatThrownBy(() -> TenantKey.read(key))
                    .hasMessage("no kind of a tenant's entries has the number " + tag);
        }
    }

    @Test
    void keys_of_one_id_begin_alike() {
        begin(DependencyKey.of(5), new DependencyKey(5, "t").toBytes());
        begin(StateSpace.DEPENDENCIES.all(), DependencyKey.of(5));
        begin(LookupSweepKey.all(), new LookupSweepKey(5).toBytes());
        begin(UserTenantKey.of("u"), new UserTenantKey("u", "t").toBytes());
        begin(RoleTenantKey.of("r"), new RoleTenantKey("r", "t").toBytes());
        begin(TenantlessRowKey.of("r"), new TenantlessRowKey("r", SourceTable.USER_ROLES, ROW_KEY).toBytes());
        begin(ReferenceRowKey.of(SourceTable.ROLES), new ReferenceRowKey(SourceTable.ROLES, ROW_KEY).toBytes());
        begin(TenantKey.first("t"), TenantKey.of("t", Kind.GRANT));
        begin(TenantKey.of("t", Kind.GRANT), TenantKey.row("t", Kind.GRANT, ROW_KEY));
    }

    private static void begin(byte[] prefix, byte[] key) {
        assertThat(Arrays.copyOf(key, prefix.length)).isEqualTo(prefix);
        assertThat(key).hasSizeGreaterThan(prefix.length);
    }

    /** Keys are on disk; a change of these bytes is a migration. */
    @Test
    void the_bytes_of_keys_are_golden() {
        assertThat(hex(TaskKeys.clock())).isEqualTo("0101");
        assertThat(hex(TaskKeys.highWater("S", SourceTable.ROLES))).isEqualTo("0102" + "02530000" + "02726f6c65730000");
        assertThat(hex(TaskKeys.openCount("r", "s"))).isEqualTo("0104" + "02720000" + "02730000");
        assertThat(Stream.of(
                                TaskKeys.sweep(),
                                TaskKeys.sweptSnapshot(),
                                TaskKeys.snapshotCursor(),
                                TaskKeys.unevaluatedFrontier(),
                                TaskKeys.dependenciesAreComplete())
                        .map(StateKeysTest::hex))
                .containsExactly("0103", "0105", "0106", "0107", "0109");
        assertThat(hex(new LookupSweepKey(2).toBytes())).isEqualTo("01080000000000000002");
        assertThat(hex(new ReferenceRowKey(SourceTable.ROLES, ROW_KEY).toBytes()))
                .isEqualTo("02" + "02726f6c65730000" + "01000000000000000000000000000000bb");
        assertThat(hex(TenantKey.row(TENANT, Kind.GRANT, ROW_KEY)))
                .isEqualTo("0401000000000000000000000000000000aa" + "11" + "01000000000000000000000000000000bb");
        assertThat(hex(TenantKey.alert("t", "r", "s"))).isEqualTo("04027400001502720000" + "02730000");
        assertThat(hex(TenantKey.of("t", Kind.COMMANDS))).isEqualTo("04027400001f");
        assertThat(hex(TenantKey.roleSet("t", List.of("a", "b")))).isEqualTo("04027400001302610000" + "02620000");
        assertThat(hex(new KnownTenantKey("t").toBytes())).isEqualTo("05" + "02740000");
        assertThat(hex(new ListedUserKey("u").toBytes())).isEqualTo("06" + "02750000");
        assertThat(hex(new UserTenantKey("u", "t").toBytes())).isEqualTo("07" + "02750000" + "02740000");
        assertThat(hex(new RoleTenantKey("r", "t").toBytes())).isEqualTo("08" + "02720000" + "02740000");
        assertThat(hex(new TenantlessRowKey("r", SourceTable.ROLES, ROW_KEY).toBytes()))
                .isEqualTo("09" + "02720000" + "02726f6c65730000" + "01000000000000000000000000000000bb");
        assertThat(hex(TenantlessRowKey.roleOf(SourceTable.ROLES, ROW_KEY)))
                .isEqualTo("0a" + "02726f6c65730000" + "01000000000000000000000000000000bb");
        assertThat(hex(new DependencyKey(-2, "t").toBytes())).isEqualTo("0bfffffffffffffffe" + "02740000");
        assertThat(hex(StateSpace.AWAITED_EFFECTS.all())).isEqualTo("0f");
        assertThat(hex(new RoleStandingKey("r").toBytes())).isEqualTo("12" + "02720000");
        assertThat(hex(StateSpace.EVALUATION_QUEUE.all())).isEqualTo("19");
    }

    @Test
    void everything_that_does_not_grow_with_users_comes_before_what_does() {
        byte[] bound = TenantKey.firstUnbounded("t");
        for (Kind kind : Kind.values()) {
            int order = Arrays.compareUnsigned(TenantKey.row("t", kind, "{}"), bound);
            assertThat(order > 0).as("%s", kind).isEqualTo(kind.growsWithUsers());
        }
        assertThat(Arrays.compareUnsigned(TenantKey.row("t", Kind.ASSIGNMENT, ""), bound))
                .isPositive();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
