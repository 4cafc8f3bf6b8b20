package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which {@code citext} columns are written in lower case, so that readers who compare texts find equal what SQL does. Postgres
 * compares a {@code citext} and a {@code text} letter by letter, so all that are compared with each other have to be of it.
 */
final class Caseless {
    private Caseless() {}

    /** What the values of the column name, if those of another column, or a constant, are compared with them. Ids are not. */
    static Optional<String> group(WatchedColumn column) {
        return switch (column.name()) {
            case "permission_code" -> Optional.of("permission");
            case "source_reference" -> Optional.of("feature");
            case "source", "view_name" -> Optional.of(column.name());
            case "code" ->
                switch (column.table()) {
                    case PERMISSIONS -> Optional.of("permission");
                    case FEATURE_CATALOG -> Optional.of("feature");
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /** The tables, each with its columns that are written in lower case. */
    static List<CapturedTable> lower(List<CapturedTable> tables) {
        Map<String, Boolean> groups = new HashMap<>();
        for (CapturedTable table : tables) {
            table.types()
                    .byColumn()
                    .forEach((name, type) -> group(table.table(), name)
                            .ifPresent(group -> groups.merge(group, type.isCaseless(), Boolean::logicalAnd)));
        }
        return tables.stream().map(table -> table.lower(lowered(table, groups))).toList();
    }

    private static Set<String> lowered(CapturedTable table, Map<String, Boolean> groups) {
        Set<String> lowered = new HashSet<>(table.types().caseless());
        lowered.removeIf(name -> !group(table.table(), name).map(groups::get).orElse(false));
        return lowered;
    }

    private static Optional<String> group(SourceTable table, String name) {
        return group(WatchedColumn.of(table, name));
    }
}
