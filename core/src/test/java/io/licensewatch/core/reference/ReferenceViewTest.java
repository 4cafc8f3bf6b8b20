package io.licensewatch.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.reference.Requirement.Mode;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the reference tables answer, row by row. */
class ReferenceViewTest {
    private final SortedKeyValues kept = new SortedKeyValues();
    private final ReferenceStore store = new ReferenceStore(kept, Unreadable.IGNORED);
    private final Reference reference = store.reference();
    private long lsn = 100;

    ReferenceViewTest() {
        store.capture(names(EnumSet.allOf(SourceTable.class)), Set.of());
    }

    @Test
    void an_offering_contains_what_it_names_and_what_its_live_bundles_contain() throws Exception {
        put(SourceTable.PRODUCT_OFFERINGS, "o", "name", "Basic", "max_users", 5);
        put(SourceTable.PRODUCT_OFFERING_FEATURES, "1", "offering_id", "o", "feature_id", "giving");
        for (String bundle : new String[] {"live", "off", "unknown"}) {
            put(SourceTable.PRODUCT_OFFERING_BUNDLES, bundle, "offering_id", "o", "bundle_id", bundle);
            put(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, bundle, "bundle_id", bundle, "feature_id", "f-" + bundle);
        }
        put(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS, "live", "bundle_id", "live", "feature_id", "item");
        put(SourceTable.LICENSE_FEATURE_BUNDLES, "live");
        put(SourceTable.LICENSE_FEATURE_BUNDLES, "off", "is_active", false);
        assertThat(reference.offering("o"))
                .contains(
                        new Offering("o", "Basic", new SeatLimit.Limited(5), true, Set.of("giving", "f-live", "item")));
        assertThat(reference.offering("other")).isEmpty();
    }

    @Test
    void without_a_table_of_bundles_every_bundle_counts() throws Exception {
        put(SourceTable.PRODUCT_OFFERINGS, "o");
        put(SourceTable.PRODUCT_OFFERING_BUNDLES, "1", "offering_id", "o", "bundle_id", "b");
        put(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, "1", "bundle_id", "b", "feature_id", "f");
        assertThat(features("o")).isEmpty();
        captureAllBut(SourceTable.LICENSE_FEATURE_BUNDLES);
        assertThat(features("o")).containsExactly("f");
    }

    @Test
    void null_seats_are_no_limit_and_no_column_or_less_than_0_an_unknown_one() throws Exception {
        put(SourceTable.PRODUCT_OFFERINGS, "none", "max_users", null);
        put(SourceTable.PRODUCT_OFFERINGS, "zero", "max_users", 0);
        put(SourceTable.PRODUCT_OFFERINGS, "odd", "max_users", -1);
        put(SourceTable.PRODUCT_OFFERINGS, "most", "max_users", "Infinity");
        assertThat(limit("most")).isEqualTo(new SeatLimit.Unlimited());
        for (String odd : new String[] {"NaN", "-Infinity"}) {
            put(SourceTable.PRODUCT_OFFERINGS, odd, "max_users", odd);
            assertThat(limit(odd)).isEqualTo(new SeatLimit.Unknown());
        }
        put(SourceTable.PRODUCT_OFFERINGS, "lacking");
        assertThat(limit("none")).isEqualTo(new SeatLimit.Unlimited());
        assertThat(limit("zero")).isEqualTo(new SeatLimit.Limited(0));
        assertThat(limit("odd")).isEqualTo(new SeatLimit.Unknown());
        assertThat(limit("lacking")).isEqualTo(new SeatLimit.Unknown());
    }

    @Test
    void an_offering_may_have_an_offering_id_and_is_live_until_it_is_switched_off() throws Exception {
        putWithoutId(SourceTable.PRODUCT_OFFERINGS, "1", "offering_id", "o");
        assertThat(reference.offering("o").map(Offering::live)).contains(true);
        putWithoutId(SourceTable.PRODUCT_OFFERINGS, "1", "offering_id", "o", "is_active", false);
        assertThat(reference.offering("o").map(Offering::live)).contains(false);
        putWithoutId(SourceTable.PRODUCT_OFFERINGS, "1", "offering_id", "o", "deleted_at", "2026-01-01T00:00:00Z");
        assertThat(reference.offering("o").map(Offering::live)).contains(false);
    }

    @Test
    void a_role_needs_all_required_features_of_the_live_bundles_of_each_surface() throws Exception {
        put(SourceTable.ROLE_SURFACE_BINDINGS, "1", "role_id", "clerk", "surface_id", "export");
        for (String bundle : new String[] {"live", "off"}) {
            put(SourceTable.SURFACE_LICENSE_BINDINGS, bundle, "surface_id", "export", "required_bundle_id", bundle);
            put(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, bundle, "bundle_id", bundle, "feature_id", "f-" + bundle);
        }
        put(
                SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS,
                "1",
                "bundle_id",
                "live",
                "feature_id",
                "extra",
                "is_required",
                false);
        put(SourceTable.LICENSE_FEATURE_BUNDLES, "live");
        assertThat(reference.requirements("clerk")).containsExactly(needs("export", Mode.ALL_OF, "f-live"));
        assertThat(reference.requirements("other")).isEmpty();
        put(SourceTable.LICENSE_FEATURE_BUNDLES, "off");
        assertThat(reference.requirements("clerk")).containsExactly(needs("export", Mode.ALL_OF, "f-live", "f-off"));
        delete(SourceTable.ROLE_SURFACE_BINDINGS, "1");
        assertThat(reference.requirements("clerk")).isEmpty();
    }

    @Test
    void a_role_of_no_tenant_needs_any_feature_of_each_permission() throws Exception {
        put(SourceTable.ROLE_PERMISSIONS, "1", "role_id", "staff", "permission_id", "p");
        put(SourceTable.PERMISSIONS, "p", "code", "export");
        put(SourceTable.FEATURE_PERMISSIONS, "1", "permission_code", "export", "feature_id", "a");
        put(SourceTable.FEATURE_PERMISSIONS, "2", "permission_code", "export", "feature_id", "b");
        assertThat(reference.requirements("staff"))
                .as("a role that some tenant has")
                .isEmpty();
        put(SourceTable.ROLES, "staff", "name", "Staff");
        assertThat(reference.requirements("staff")).containsExactly(needs("export", Mode.ANY_OF, "a", "b"));
        assertThat(reference.systemRole("staff").map(role -> role.name())).contains("Staff");
        put(SourceTable.PERMISSIONS, "p", "code", "export", "is_active", false);
        assertThat(reference.requirements("staff"))
                .as("the source goes on granting it")
                .hasSize(1);
    }

    @Test
    void a_row_that_names_no_role_or_no_permission_takes_away_what_it_gave() throws Exception {
        put(SourceTable.ROLES, "staff");
        put(SourceTable.PERMISSIONS, "p", "code", "export");
        put(SourceTable.FEATURE_PERMISSIONS, "1", "permission_code", "export", "feature_id", "a");
        for (String lacking : new String[] {"role_id", "permission_id"}) {
            put(SourceTable.ROLE_PERMISSIONS, "1", "role_id", "staff", "permission_id", "p");
            assertThat(reference.requirements("staff")).hasSize(1);
            put(SourceTable.ROLE_PERMISSIONS, "1", "role_id", "staff", "permission_id", "p", lacking, null);
            assertThat(reference.requirements("staff")).isEmpty();
        }
    }

    @Test
    void a_permission_without_features_needs_the_one_of_its_row_by_id_or_by_code() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "f-1", "code", "giving");
        assertThat(permission("export", "f-1")).contains(needs("export", Mode.ANY_OF, "f-1"));
        assertThat(permission("export", "giving")).contains(needs("export", Mode.ANY_OF, "f-1"));
        assertThat(permission("export", "gone")).contains(needs("export", Mode.ANY_OF, "gone"));
        assertThat(permission("export", null)).isEmpty();
        put(SourceTable.FEATURE_PERMISSIONS, "1", "permission_code", "export", "feature_id", "a");
        assertThat(permission("export", "f-1")).contains(needs("export", Mode.ANY_OF, "a"));
    }

    @Test
    void the_id_of_a_feature_may_be_written_in_capitals() throws Exception {
        String id = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";
        put(SourceTable.FEATURE_CATALOG, id, "code", "giving");
        assertThat(permission("export", id.toUpperCase(Locale.ROOT))).contains(needs("export", Mode.ANY_OF, id));
        assertThat(permission("export", "GIVING"))
                .as("a code is what it is")
                .contains(needs("export", Mode.ANY_OF, "GIVING"));
    }

    @Test
    void without_a_catalogue_nobody_knows_what_a_permission_refers_to() {
        captureAllBut(SourceTable.FEATURE_CATALOG);
        assertThat(permission("export", "f-1")).isEmpty();
    }

    @Test
    void a_permission_that_names_no_feature_is_not_brought_by_those_without_a_code() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "f-1", "code", null);
        assertThat(permission("export", "")).isEmpty();
        put(SourceTable.FEATURE_CATALOG, "f-2", "code", "");
        assertThat(permission("export", "")).contains(needs("export", Mode.ANY_OF, "f-2"));
    }

    @Test
    void a_permission_that_all_tenants_share_is_looked_up_by_its_id() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "f-1", "code", "giving");
        put(SourceTable.PERMISSIONS, "p", "code", "export", "source", "license_feature", "source_reference", "giving");
        assertThat(reference.permissionRequirement("p", null, null)).contains(needs("export", Mode.ANY_OF, "f-1"));
        put(
                SourceTable.PERMISSIONS,
                "p",
                "tenant_id",
                null,
                "code",
                "export",
                "source",
                "license_feature",
                "source_reference",
                "giving");
        assertThat(reference.permissionRequirement("p", null, null))
                .as("one that could name the tenant and does not")
                .isEmpty();
        assertThat(reference.permissionRequirement("other", null, null)).isEmpty();
    }

    @Test
    void a_feature_lives_if_the_catalogue_says_so_or_there_is_none() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "live", "code", "giving");
        put(SourceTable.FEATURE_CATALOG, "off", "is_active", false);
        assertThat(reference.featureLive("live")).isTrue();
        assertThat(reference.featureLive("off")).isFalse();
        assertThat(reference.featureLive("unknown")).isFalse();
        assertThat(reference.featureCode("live")).isEqualTo("giving");
        assertThat(reference.featureCode("off")).isNull();
        assertThat(reference.featureCode("unknown")).isNull();
        captureAllBut(SourceTable.FEATURE_CATALOG);
        assertThat(reference.featureLive("unknown")).isTrue();
    }

    @Test
    void what_is_captured_is_news_only_when_it_changes() {
        Set<String> all = names(EnumSet.allOf(SourceTable.class));
        assertThat(store.capture(all, Set.of())).isFalse();
        assertThat(reference.captured(SourceTable.ROLES)).isTrue();
        all.remove(SourceTable.ROLES.qualifiedName());
        assertThat(store.capture(all, Set.of())).isTrue();
        assertThat(reference.captured(SourceTable.ROLES)).isFalse();
    }

    @Test
    void a_truncate_takes_all_rows_of_its_table_and_of_no_other() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "f-1", "code", "giving");
        put(SourceTable.FEATURE_CATALOG, "f-2", "code", "events");
        put(SourceTable.PRODUCT_OFFERINGS, "o");
        assertThat(apply(SourceTable.FEATURE_CATALOG, "x", RowChange.Op.TRUNCATE, null))
                .contains(Lookup.feature("f-1"), Lookup.feature("events"));
        assertThat(reference.featureCode("f-1")).isNull();
        assertThat(reference.featureCode("f-2")).isNull();
        assertThat(reference.offering("o")).isPresent();
        assertThat(kept.size()).isEqualTo(1);
    }

    @Test
    void everything_is_there_after_a_restart_whatever_its_key() throws Exception {
        String longId = "f".repeat(300);
        put(SourceTable.FEATURE_CATALOG, longId, "code", "giving");
        put(SourceTable.FEATURE_CATALOG, "gone", "code", "events");
        delete(SourceTable.FEATURE_CATALOG, "gone");
        put(SourceTable.ROLES, "staff", "name", "Staff");
        Reference again = new ReferenceStore(kept, Unreadable.IGNORED).reference();
        assertThat(again.featureCode(longId)).isEqualTo("giving");
        assertThat(again.featureCode("gone")).isNull();
        assertThat(again.systemRole("staff").map(role -> role.name())).contains("Staff");
    }

    @Test
    void a_key_that_is_longer_than_any_of_postgres_is_a_dead_letter_before_it_comes_here() {
        assertThatThrownBy(() -> put(SourceTable.FEATURE_CATALOG, "f".repeat(70_000)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("a key of 70009 bytes is no row's");
    }

    @Test
    void rows_that_a_newer_snapshot_has_not_brought_are_removed() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "old", "code", "giving");
        put(SourceTable.FEATURE_CATALOG, "new", "code", "events");
        put(SourceTable.ROLES, "staff");
        long newest = lsn - 2;
        assertThat(reference.featureLive("old")).isTrue();
        Set<Long> touched = store.removeOlder(table ->
                table == SourceTable.FEATURE_CATALOG ? new SourcePosition(1, 50, newest) : SourcePosition.START);
        assertThat(touched).containsExactlyInAnyOrder(Lookup.feature("old"), Lookup.feature("giving"));
        assertThat(reference.featureLive("old")).isFalse();
        assertThat(reference.featureLive("new")).isTrue();
        assertThat(reference.systemRole("staff")).isPresent();
    }

    @Test
    void noting_what_is_asked_changes_no_answer() throws Exception {
        put(SourceTable.FEATURE_CATALOG, "f", "code", "giving");
        put(SourceTable.FEATURE_CATALOG, "off", "is_active", false);
        put(SourceTable.ROLES, "staff");
        put(SourceTable.PRODUCT_OFFERINGS, "o");
        put(SourceTable.ROLE_PERMISSIONS, "1", "role_id", "staff", "permission_id", "p");
        put(SourceTable.PERMISSIONS, "p", "code", "export");
        put(SourceTable.FEATURE_PERMISSIONS, "1", "permission_code", "export", "feature_id", "f");
        captureAllBut(SourceTable.TENANTS);
        TrackedReference asked = new TrackedReference(reference);
        assertThat(asked.captured(SourceTable.TENANTS)).isFalse();
        assertThat(asked.captured(SourceTable.ROLES)).isTrue();
        assertThat(asked.lookups()).isEmpty();
        assertThat(asked.offering("o")).isPresent();
        assertThat(asked.requirements("staff")).hasSize(1);
        assertThat(asked.permissionRequirement("p", null, null)).isPresent();
        assertThat(asked.featureLive("f")).isTrue();
        assertThat(asked.featureLive("off")).isFalse();
        assertThat(asked.featureCode("f")).isEqualTo("giving");
        assertThat(asked.systemRole("staff")).isPresent();
        assertThat(asked.lookups())
                .containsExactlyInAnyOrder(
                        Lookup.offering("o"),
                        Lookup.role("staff"),
                        Lookup.PERMISSIONS,
                        Lookup.feature("f"),
                        Lookup.feature("off"))
                .isSorted();
    }

    /** They are on disk: a change of these numbers means that no task finds again who asked. */
    @Test
    void the_digests_of_questions_are_golden() {
        assertThat(Long.toHexString(Lookup.offering("o"))).isEqualTo("82f3907b4e8b3d9");
        assertThat(Long.toHexString(Lookup.role("o"))).isEqualTo("8393907b4f1085e");
        assertThat(Long.toHexString(Lookup.feature("o"))).isEqualTo("8365907b4ef08e7");
        assertThat(Long.toHexString(Lookup.PERMISSIONS)).isEqualTo("af63b94c8601b113");
    }

    private static Requirement needs(String resource, Mode mode, String... features) {
        return new Requirement(resource, mode, new TreeSet<>(Set.of(features)));
    }

    private Optional<Requirement> permission(String code, @Nullable String sourceFeature) {
        return reference.permissionRequirement("of a tenant", code, sourceFeature);
    }

    private Set<String> features(String offering) {
        return reference.offering(offering).orElseThrow().features();
    }

    private SeatLimit limit(String offering) {
        return reference.offering(offering).orElseThrow().seatLimit();
    }

    private void captureAllBut(SourceTable table) {
        store.capture(names(EnumSet.complementOf(EnumSet.of(table))), Set.of());
    }

    private static Set<String> names(Set<SourceTable> tables) {
        return tables.stream().map(SourceTable::qualifiedName).collect(Collectors.toSet());
    }

    private void put(SourceTable table, String id, @Nullable Object... columns) throws MalformedRecordException {
        Map<String, @Nullable Object> row = row(columns);
        row.putIfAbsent("id", id);
        apply(table, id, RowChange.Op.UPDATE, row);
    }

    private void putWithoutId(SourceTable table, String id, @Nullable Object... columns)
            throws MalformedRecordException {
        apply(table, id, RowChange.Op.UPDATE, row(columns));
    }

    private void delete(SourceTable table, String id) throws MalformedRecordException {
        apply(table, id, RowChange.Op.DELETE, null);
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... columns) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        return row;
    }

    private Set<Long> apply(
            SourceTable table, String id, RowChange.Op op, @Nullable Map<String, @Nullable Object> after)
            throws MalformedRecordException {
        Map<String, Object> key = Map.of("id", id);
        Envelopes.Event event = Envelopes.event(
                table,
                key,
                op,
                op == RowChange.Op.DELETE ? key : null,
                after,
                new SourcePosition(1, 50, lsn++),
                Instant.EPOCH);
        return store.apply(table, RowChangeDecoder.decode(event.key(), event.value()), event.key(), event.value());
    }
}
