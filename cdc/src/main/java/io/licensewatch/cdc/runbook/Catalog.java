package io.licensewatch.cdc.runbook;

import io.licensewatch.runtime.settings.NearestName;
import io.licensewatch.schemas.source.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Postgres' system catalogs say there is, whether our login may use it or not. Read once, when it is first needed. */
final class Catalog {
    private static final String RELATIONS = """
            SELECT n.nspname, c.relname, c.relkind::text, c.oid FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_(toast|temp)'""";
    private static final String COLUMNS = """
            SELECT a.attname FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";
    private static final String FUNCTIONS = """
            SELECT n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace""";
    private static final String TYPES = """
            SELECT n.nspname, t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace""";
    private static final String SCHEMAS = "SELECT nspname FROM pg_catalog.pg_namespace";
    private static final int MOST_SUGGESTIONS = 3;
    private static final Set<String> SYSTEM = Set.of("pg_catalog", "information_schema");

    private final Connection connection;
    private final List<String> path;
    private @Nullable Map<String, Relation> relations;
    private @Nullable Map<String, List<String>> functions;
    private @Nullable Set<String> types;
    private @Nullable Set<String> schemas;
    private final Map<Relation, Set<String>> columns = new HashMap<>();
    private final Map<String, Optional<String>> near = new HashMap<>();

    /** @param path schemas that are searched for a name without a schema */
    Catalog(Connection connection, List<String> path) {
        this.connection = connection;
        List<String> all = new ArrayList<>(List.of("pg_catalog"));
        all.addAll(path);
        this.path = List.copyOf(all);
    }

    /**
     * A table, view, index or sequence.
     *
     * @param kind as in {@code pg_class.relkind}
     */
    record Relation(String schema, String name, String kind, long oid) {
        String kindName() {
            return switch (kind) {
                case "r", "p" -> "table";
                case "v" -> "view";
                case "m" -> "materialized view";
                case "i", "I" -> "index";
                case "S" -> "sequence";
                case "f" -> "foreign table";
                default -> "relation";
            };
        }

        boolean holdsRows() {
            return "rpvmf".contains(kind);
        }
    }

    Optional<Relation> relation(Name name) throws SQLException {
        return found(name, relations());
    }

    boolean hasFunction(Name name) throws SQLException {
        return found(name, functions()).isPresent();
    }

    /** The arguments of each function of that name. */
    List<String> arguments(Name name) throws SQLException {
        return found(name, functions()).orElse(List.of());
    }

    boolean hasType(Name name) throws SQLException {
        Map<String, String> known = new HashMap<>();
        types().forEach(type -> known.put(type, type));
        return found(name, known).isPresent();
    }

    boolean hasSchema(String name) throws SQLException {
        return schemas().contains(name);
    }

    private <T> Optional<T> found(Name name, Map<String, T> known) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!name.qualifier().isEmpty()) {
            return Optional.ofNullable(known.get(name.qualifier() + "." + name.last()));
        }
        return path.stream()
                .map(schema -> known.get(schema + "." + name.last()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    Set<String> columns(Relation relation) throws SQLException {
        Set<String> known = columns.get(relation);
        if (known == null) {
            known = new TreeSet<>();
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
                statement.setLong(1, relation.oid());
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        known.add(rows.getString(1));
                    }
                }
            }
            columns.put(relation, known);
        }
        return known;
    }

    /** A table or view whose name is near to this one. */
    Optional<String> nearRelation(Name name) throws SQLException {
        return near(
                "table ",
                name,
                relations().values().stream()
                        .filter(Relation::holdsRows)
                        .map(relation -> relation.schema() + "." + relation.name())
                        .toList());
    }

    Optional<String> nearFunction(Name name) throws SQLException {
        return near("function ", name, functions().keySet());
    }

    /** Of the same schema first; the ones of Postgres itself are meant seldom. */
    private Optional<String> near(String kind, Name name, Collection<String> known) {
        return near.computeIfAbsent(kind + name, key -> {
            Map<String, String> byLastPart = new LinkedHashMap<>();
            for (String full : new TreeSet<>(known)) {
                TableName parts = TableName.parse(full);
                if (!SYSTEM.contains(parts.schema())) {
                    byLastPart.putIfAbsent(parts.table(), path.contains(parts.schema()) ? parts.table() : full);
                }
            }
            return suggestion(NearestName.amongMany(name.last(), byLastPart.keySet()), byLastPart);
        });
    }

    /** A column of one of these whose name is near to this one, with its table. */
    Optional<String> nearColumn(String column, Collection<Relation> of) throws SQLException {
        Map<String, String> tables = new LinkedHashMap<>();
        for (Relation relation : of) {
            for (String known : columns(relation)) {
                tables.putIfAbsent(known, relation.name());
            }
        }
        tables.replaceAll((name, table) -> table + "." + name);
        return suggestion(NearestName.amongMany(column, tables.keySet()), tables);
    }

    private static Optional<String> suggestion(List<String> near, Map<String, String> full) {
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        near.stream().limit(MOST_SUGGESTIONS).map(full::get).collect(Collectors.joining(" or ")));
    }

    private Map<String, Relation> relations() throws SQLException {
        Map<String, Relation> known = relations;
        if (known == null) {
            known = new HashMap<>();
            for (Object[] row : rows(RELATIONS, 4)) {
                Relation relation =
                        new Relation(text(row[0]), text(row[1]), text(row[2]), ((Number) row[3]).longValue());
                known.put(relation.schema() + "." + relation.name(), relation);
            }
            relations = known;
        }
        return known;
    }

    private Map<String, List<String>> functions() throws SQLException {
        Map<String, List<String>> known = functions;
        if (known == null) {
            known = new HashMap<>();
            for (Object[] row : rows(FUNCTIONS, 3)) {
                known.computeIfAbsent(text(row[0]) + "." + text(row[1]), name -> new ArrayList<>())
                        .add(text(row[2]));
            }
            functions = known;
        }
        return known;
    }

    private Set<String> types() throws SQLException {
        Set<String> known = types;
        if (known == null) {
            known = new TreeSet<>();
            for (Object[] row : rows(TYPES, 2)) {
                known.add(text(row[0]) + "." + text(row[1]));
            }
            types = known;
        }
        return known;
    }

    private Set<String> schemas() throws SQLException {
        Set<String> known = schemas;
        if (known == null) {
            known = new TreeSet<>();
            for (Object[] row : rows(SCHEMAS, 1)) {
                known.add(text(row[0]));
            }
            schemas = known;
        }
        return known;
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    private List<Object[]> rows(String sql, int width) throws SQLException {
        List<Object[]> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object[] row = new Object[width];
                for (int i = 0; i < width; i++) {
                    row[i] = rows.getObject(i + 1);
                }
                found.add(row);
            }
        }
        return found;
    }
}
