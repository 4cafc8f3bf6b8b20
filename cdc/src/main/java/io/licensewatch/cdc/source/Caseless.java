package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which {@code citext} columns are written in lower case, so that readers who compare texts find equal what SQL finds equal.
 * Postgres compares a {@code citext} with a {@code text} case-sensitively, so all columns of a comparison must be {@code citext}.
 */
public final class Caseless {
    private static final String FEATURE = "feature";

    private Caseless() {}

    /** The group of columns that are compared with each other; empty for a column that is not compared. Ids have no group. */
    public static Optional<String> group(WatchedColumn column) {
        return switch (column.name()) {
            case "permission_code" -> Optional.of("permission");
            case "source_reference" -> Optional.of(FEATURE);
            case "source", "view_name" -> Optional.of(column.name());
            case "code" ->
                switch (column.table()) {
                    case PERMISSIONS -> Optional.of("permission");
                    case FEATURE_CATALOG -> Optional.of(FEATURE);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /** The tables, each with its columns that are written in lower case. */
    public static List<CapturedTable> lower(List<CapturedTable> tables) {
        Map<SourceTable, ColumnTypes> types = new EnumMap<>(SourceTable.class);
        tables.forEach(table -> types.put(table.table(), table.types()));
        Map<SourceTable, Set<String>> lowered = lowered(types);
        return tables.stream()
                .map(table -> table.lower(lowered.getOrDefault(table.table(), Set.of())))
                .toList();
    }

    /** @param types of all existing tables */
    public static Map<SourceTable, Set<String>> lowered(Map<SourceTable, ColumnTypes> types) {
        Map<String, Boolean> groups = new HashMap<>();
        types.forEach((table, columns) -> columns.byColumn()
                .forEach((name, type) -> group(WatchedColumn.of(table, name))
                        .ifPresent(group -> groups.merge(group, type.isCaseless(), Boolean::logicalAnd))));
        ColumnTypes.Type feature = types.getOrDefault(SourceTable.FEATURE_CATALOG, ColumnTypes.NONE)
                .byColumn()
                .get("id");
        if (feature != null && feature.hasCase()) {
            groups.put(FEATURE, false); // a reference may be an id, which is case-sensitive
        }
        Map<SourceTable, Set<String>> lowered = new EnumMap<>(SourceTable.class);
        types.forEach((table, columns) -> {
            Set<String> names = columns.caseless();
            names.removeIf(name ->
                    !group(WatchedColumn.of(table, name)).map(groups::get).orElse(false));
            lowered.put(table, names);
        });
        return lowered;
    }
}
