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
 * Which {@code citext} columns are written in lower case, so that readers who compare texts find equal what SQL does. Postgres
 * compares a {@code citext} and a {@code text} letter by letter, so all that are compared with each other have to be of it.
 */
public final class Caseless {
    private static final String FEATURE = "feature";

    private Caseless() {}

    /** What the values of the column name, if those of another column, or a constant, are compared with them. Ids are not. */
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

    /** @param types of all tables that there are */
    public static Map<SourceTable, Set<String>> lowered(Map<SourceTable, ColumnTypes> types) {
        Map<String, Boolean> groups = new HashMap<>();
        types.forEach((table, columns) -> columns.byColumn()
                .forEach((name, type) -> group(WatchedColumn.of(table, name))
                        .ifPresent(group -> groups.merge(group, type.isCaseless(), Boolean::logicalAnd))));
        ColumnTypes.Type feature = types.getOrDefault(SourceTable.FEATURE_CATALOG, ColumnTypes.NONE)
                .byColumn()
                .get("id");
        if (feature != null && feature.hasCase()) {
            groups.put(FEATURE, false); // a reference may be an id, and then each letter counts
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
