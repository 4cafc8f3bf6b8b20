package io.licensewatch.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that are deleted leave nothing behind: neither in an answer nor in who is looked at for a change. */
class RemovedRowsTest {
    /** A row of a little world in which every row matters. */
    private record Row(SourceTable table, String id, Map<String, String> columns) {}

    private static final List<Row> WORLD = List.of(
            new Row(SourceTable.PRODUCT_OFFERINGS, "o", Map.of("name", "Basic")),
            new Row(SourceTable.PRODUCT_OFFERING_FEATURES, "1", Map.of("offering_id", "o", "feature_id", "f-1")),
            new Row(SourceTable.PRODUCT_OFFERING_BUNDLES, "1", Map.of("offering_id", "o", "bundle_id", "b")),
            new Row(SourceTable.LICENSE_FEATURE_BUNDLES, "b", Map.of()),
            new Row(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, "1", Map.of("bundle_id", "b", "feature_id", "f-2")),
            new Row(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS, "1", Map.of("bundle_id", "b", "feature_id", "f-3")),
            new Row(SourceTable.ROLE_SURFACE_BINDINGS, "1", Map.of("role_id", "staff", "surface_id", "s")),
            new Row(SourceTable.SURFACE_LICENSE_BINDINGS, "1", Map.of("surface_id", "s", "required_bundle_id", "b")),
            new Row(SourceTable.FEATURE_CATALOG, "f-1", Map.of("code", "giving")),
            new Row(SourceTable.FEATURE_PERMISSIONS, "1", Map.of("permission_code", "read", "feature_id", "f-2")),
            new Row(SourceTable.ROLES, "staff", Map.of("name", "Staff")),
            new Row(SourceTable.PERMISSIONS, "p-1", Map.of("code", "read")),
            new Row(
                    SourceTable.PERMISSIONS,
                    "p-2",
                    Map.of("code", "write", "source", "license_feature", "source_reference", "giving")),
            new Row(SourceTable.ROLE_PERMISSIONS, "1", Map.of("role_id", "staff", "permission_id", "p-1")),
            new Row(SourceTable.ROLE_PERMISSIONS, "2", Map.of("role_id", "staff", "permission_id", "p-2")));

    static List<Row> world() {
        return WORLD;
    }

    @ParameterizedTest
    @MethodSource("world")
    void a_row_that_is_deleted_is_as_if_it_had_never_been(Row deleted) throws MalformedRecordException {
        Tables with = new Tables();
        Tables without = new Tables();
        for (Row row : WORLD) {
            with.change(row, RowChange.Op.CREATE);
            if (!row.equals(deleted)) {
                without.change(row, RowChange.Op.CREATE);
            }
        }
        assertThat(with.view()).as("the row matters").isNotEqualTo(without.view());
        assertThat(with.change(deleted, RowChange.Op.DELETE)).isNotEmpty();
        assertThat(with.view()).isEqualTo(without.view());
        assertThat(with.kept.size()).isEqualTo(without.kept.size());
        for (Row row : WORLD) {
            if (!row.equals(deleted)) {
                assertThat(with.change(row, RowChange.Op.UPDATE))
                        .as("who is looked at for %s", row)
                        .isEqualTo(without.change(row, RowChange.Op.UPDATE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("world")
    void a_row_that_a_snapshot_does_not_bring_is_as_if_it_had_never_been(Row missing) throws MalformedRecordException {
        Tables with = new Tables();
        Tables without = new Tables();
        for (Row row : WORLD) {
            with.change(row, RowChange.Op.CREATE);
            if (!row.equals(missing)) {
                without.change(row, RowChange.Op.CREATE);
            }
        }
        SourcePosition base = with.next();
        for (Row row : WORLD) {
            if (!row.equals(missing)) {
                with.change(row, RowChange.Op.UPDATE);
            }
        }
        assertThat(with.view()).as("view that are kept").isNotEqualTo(without.view());
        assertThat(with.store.removeOlder(table -> base)).isNotEmpty();
        assertThat(with.view()).isEqualTo(without.view());
    }

    private static final class Tables {
        private final SortedKeyValues kept = new SortedKeyValues();
        private final ReferenceStore store = new ReferenceStore(kept, Unreadable.IGNORED);
        private long lsn = 100;

        Tables() {
            store.capture(
                    Arrays.stream(SourceTable.values())
                            .map(SourceTable::qualifiedName)
                            .collect(Collectors.toSet()),
                    Set.of());
        }

        SourcePosition next() {
            return new SourcePosition(1, 50, lsn);
        }

        Set<Long> change(Row row, RowChange.Op op) throws MalformedRecordException {
            Map<String, String> key = Map.of("id", row.id());
            Map<String, String> columns = new HashMap<>(row.columns());
            columns.putAll(key);
            boolean delete = op == RowChange.Op.DELETE;
            Envelopes.Event event = Envelopes.event(
                    row.table(),
                    key,
                    op,
                    delete ? key : null,
                    delete ? null : columns,
                    new SourcePosition(1, 50, lsn++),
                    Instant.EPOCH);
            return store.apply(
                    row.table(), RowChangeDecoder.decode(event.key(), event.value()), event.key(), event.value());
        }

        String view() {
            Reference reference = store.reference();
            return reference.offering("o").map(o -> o.name() + new TreeSet<>(o.features())) + " "
                    + reference.requirements("staff") + " "
                    + reference.systemRole("staff").map(role -> role.name())
                    + " " + reference.featureLive("f-1") + reference.featureCode("f-1") + " "
                    + reference.permissionRequirement("p-1", null, null) + " "
                    + reference.permissionRequirement("p-2", null, null);
        }
    }
}
