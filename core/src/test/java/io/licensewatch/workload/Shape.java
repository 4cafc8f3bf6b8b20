package io.licensewatch.workload;

import io.licensewatch.workload.TableDefinition.Column;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the many forms that the tables of a family may have: types of columns, keys, generated columns, partitions. The same
 * writes mean the same in each. For those who judge there are views with the usual types, made by plain casts.
 */
public final class Shape {
    /** As the family's own tables are. */
    public static final Shape PLAIN = new Shape("plain", ZoneOffset.UTC);

    /** Where the views are. */
    private static final String VIEWS = "judged";

    private static final List<String> ZONES = List.of("UTC", "America/New_York", "Asia/Manila", "Asia/Kathmandu");
    private static final Set<String> MAY_BE_GENERATED =
            Set.of("feature_catalog.name", "license_feature_bundles.name", "product_offerings.name");
    private static final List<String> EXTRAS = List.of(
            "note jsonb DEFAULT '{\"a\": 1}'",
            "place point",
            "touched timestamptz NOT NULL DEFAULT now()",
            "long text DEFAULT repeat('x', 3000)",
            "double_note text GENERATED ALWAYS AS ('n') STORED");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final String name;
    private final ZoneId zone;
    private final Map<String, ColumnType> types = new TreeMap<>();
    private final Map<String, Spelling> spellings = new TreeMap<>();
    private final Map<String, KeyForm> keys = new TreeMap<>();
    private final Set<String> generated = new TreeSet<>();
    private final StringBuilder tables = new StringBuilder();
    private final StringBuilder views = new StringBuilder();

    private Shape(String name, ZoneId zone) {
        this.name = name;
        this.zone = zone;
    }

    /** @param statements that make the family's own tables */
    public static Shape of(long seed, String statements) {
        Random random = new Random(seed * MIX); // seeds that follow each other draw alike otherwise
        Shape shape = new Shape("shape " + seed, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
        Draw draw = new Draw(random, shape.zone);
        shape.tables.append("CREATE SCHEMA auth;\n").append(Draw.TYPES);
        shape.views.append("CREATE SCHEMA " + VIEWS + ";\n");
        TableDefinition.of(statements).forEach(table -> shape.add(table, draw, random));
        return shape;
    }

    private void add(TableDefinition table, Draw draw, Random random) {
        KeyForm form = draw.key(table);
        keys.put(table.name(), form);
        List<String> lines = new ArrayList<>();
        Map<String, String> read = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            String qualified = table.name() + "." + column.name();
            ColumnType type = draw.type(table.name(), column);
            types.put(qualified, type);
            if (Draw.isWatched(table.name(), column.name())) {
                Ids.kind(table.name(), column.name()).ifPresent(kind -> spellings.put(qualified, draw.spelling(kind)));
            }
            read.put(column.name(), type.read().formatted(column.name()));
            lines.add(column.name() + " " + type.declaration() + rest(table, column, qualified, random));
        }
        for (String extra : EXTRAS) {
            if (random.nextInt(6) == 0) {
                lines.add(extra);
            }
        }
        Collections.shuffle(lines, random);
        lines.addAll(form.constraints(table));
        tables.append("CREATE TABLE ").append(table.name()).append(" (\n    ");
        tables.append(String.join(",\n    ", lines)).append("\n)").append(form.partitions(table));
        view(table, read);
    }

    private String rest(TableDefinition table, Column column, String qualified, Random random) {
        if (MAY_BE_GENERATED.contains(qualified) && random.nextInt(3) == 0) {
            generated.add(qualified);
            types.put(qualified, ColumnType.plain("text"));
            return " GENERATED ALWAYS AS (NULL) STORED";
        }
        boolean required = table.key().contains(column.name()) || column.rest().contains("NOT NULL");
        return column.rest().replace("NOT NULL", "").replace("PRIMARY KEY", "").replaceAll("DEFAULT .*", "")
                + (required ? " NOT NULL" : "");
    }

    private void view(TableDefinition table, Map<String, String> read) {
        List<String> columns = new ArrayList<>();
        read.forEach((column, sql) -> columns.add(sql + " AS " + column));
        views.append("CREATE VIEW " + VIEWS + ".")
                .append(unqualified(table.name()))
                .append(" AS SELECT ");
        views.append(String.join(", ", columns))
                .append(" FROM ")
                .append(table.name())
                .append(";\n");
    }

    private static String unqualified(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    private boolean isPlain() {
        return types.isEmpty();
    }

    /** @param statements that make the family's own tables */
    public String tables(String statements) {
        return isPlain() ? statements : tables.toString() + views;
    }

    /** A judge's statements, for these tables. */
    public String judging(String sql) {
        return isPlain()
                ? sql
                : session()
                        + sql.replaceAll("\\buuid\\b", "text")
                                .replace("auth.users", "users")
                                .replace("code text, feature_id text", "code " + codes() + ", feature_id text")
                                .replace("lower(p.source_reference)", reference());
    }

    /** A permission's code is one of its resources' names. */
    private String codes() {
        return isCaseless("permissions.code") ? "citext" : "text";
    }

    /** A feature's id may be written in capitals when it is a UUID. */
    private String reference() {
        return spellings.get("feature_catalog.id") == Spelling.UUID_TEXT
                ? "lower(p.source_reference)"
                : "p.source_reference";
    }

    /** What a judge's session is set to. */
    public String session() {
        return isPlain() ? "" : "SET search_path = " + VIEWS + ", public; SET TimeZone = '" + zone + "';\n";
    }

    /** The zone of times that have none. */
    public ZoneId zone() {
        return zone;
    }

    /** Whether texts that differ only in case may be the same. */
    public boolean isCaseless() {
        return types.keySet().stream().anyMatch(this::isCaseless);
    }

    private boolean isCaseless(String column) {
        ColumnType type = types.get(column);
        return type != null && type.read().contains("citext");
    }

    /** An id of this kind of thing as it is published. */
    public String published(String table, String column, String id) {
        Spelling spelling = spellings.get(table + "." + column);
        return spelling == null ? id : spelling.of(id);
    }

    /** Whether Postgres computes it. */
    boolean isGenerated(String table, String column) {
        return generated.contains(table + "." + column);
    }

    /** @param salt the same for one row, whatever else is written to it */
    public String literal(String table, String column, @Nullable Object value, int salt) {
        String qualified = table + "." + column;
        ColumnType type = types.get(qualified);
        if (type == null) {
            return ColumnType.literal(value);
        }
        if (value == null) {
            return type.isUnlimited() && salt % 2 == 0 ? "'Infinity'" : "NULL";
        }
        Spelling spelling = spellings.get(qualified);
        if (spelling != null) {
            return type.literal(spelling.of(value.toString()), salt);
        }
        if (column.equals("source_reference") && UUID.matcher(value.toString()).matches()) {
            String id = published("feature_catalog", "id", value.toString());
            boolean capitals = salt % 3 == 0 && spellings.get("feature_catalog.id") == Spelling.UUID_TEXT;
            return ColumnType.literal(capitals ? id.toUpperCase(Locale.ROOT) : id);
        }
        return type.literal(value, salt);
    }

    /** What is not usual, for a failure's message. */
    @Override
    public String toString() {
        return name + " in " + zone + ", keys " + keys + ", generated " + generated;
    }
}
