package io.licensewatch.worker.sql;

import io.licensewatch.cdc.source.Sql;
import io.licensewatch.schemas.source.ColumnForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A template of SQL for the tables and columns of one source. It is SQL with comments:
 *
 * <pre>
 * --? roles.name !tenants      at the end of a line: it is there only when that column exists and that table does not
 * --?&#123; roles.name  ...  --?&#125;   so are the lines between
 * &#123;&#123;key:roles:r&#125;&#125;              the key of row r as JSON text, as cdc writes it
 * &#123;&#123;as:roles.id:role&#125;&#125;         the text role as a value of that column
 * &#123;&#123;code:roles.name:r.name&#125;&#125;   the code r.name of that column as cdc writes it, to be compared with others
 * &#123;&#123;zone&#125;&#125;                      what is given under that name
 * public.roles, auth.users     the table, in the schema where this source has it; at the start of a literal it stays as it
 *                              is: so it is named in topics
 * </pre>
 */
final class Template {
    private static final Pattern CONDITION = Pattern.compile("^(.*?)\\s*--\\? (.+)$");
    private static final Pattern BLOCK = Pattern.compile("^\\s*--\\?\\{ (.+)$");
    private static final Pattern BLOCK_END = Pattern.compile("^\\s*--\\?}\\s*$");
    private static final Pattern MACRO = Pattern.compile("\\{\\{([a-z]+)(?::([^{}:]+):([^{}]+))?}}");

    private static final Pattern SCHEMA = Pattern.compile("(?<!['\\w])(public|auth)(?=\\.(?:\\w|%I))");

    private final SourceColumns source;
    private final Map<String, String> given;

    Template(SourceColumns source, Map<String, String> given) {
        this.source = source;
        this.given = Map.copyOf(given);
    }

    String write(String text) {
        String written = MACRO.matcher(choose(text))
                .replaceAll(found -> Matcher.quoteReplacement(macro(found.group(1), found.group(2), found.group(3))));
        return SCHEMA.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(Sql.schemaName(
                        found.group(1).equals("public")
                                ? source.schemas().tables()
                                : source.schemas().users())));
    }

    /** The lines whose conditions are true. */
    private String choose(String text) {
        List<String> chosen = new ArrayList<>();
        boolean within = true;
        for (String line : text.split("\n", -1)) {
            Matcher block = BLOCK.matcher(line);
            Matcher condition = CONDITION.matcher(line);
            if (BLOCK_END.matcher(line).matches()) {
                within = true;
            } else if (block.matches()) {
                within = source.meet(block.group(1));
            } else if (within && condition.matches()) {
                if (source.meet(condition.group(2))) {
                    chosen.add(condition.group(1));
                }
            } else if (within) {
                chosen.add(line);
            }
        }
        return String.join("\n", chosen);
    }

    private String macro(String name, @Nullable String what, @Nullable String of) {
        if (what == null || of == null) {
            String value = given.get(name);
            if (value == null) {
                throw new IllegalStateException("no value for {{" + name + "}}");
            }
            return value;
        }
        return switch (name) {
            case "key" -> key(what, of);
            case "code" -> (source.isLowered(what) ? "lower" : "") + "((" + of + ")::text)";
            default -> "(" + of + ")::" + type(what);
        };
    }

    private String key(String table, String row) {
        SourceColumns.Table found = source.tables().get(table);
        if (found == null) {
            return "NULL::text"; // of a function that is not called here
        }
        return found.key().stream()
                .map(column -> Sql.literal('"' + column + "\":") + ", to_json("
                        + published(found, column, row + "." + Sql.identifier(column)) + ")")
                .collect(Collectors.joining(", ',', ", "concat('{', ", ", '}')"));
    }

    /** The value as cdc writes it, if that differs from Postgres. */
    private static String published(SourceColumns.Table table, String column, String value) {
        SourceColumns.Type type = table.columns().get(column);
        return switch (type == null ? "" : type.base()) {
            case "bpchar" -> value + "::text";
            case "numeric" -> (ColumnForm.of(column) == ColumnForm.ID ? "trim_scale(" + value + ")" : value) + "::text";
            default -> value;
        };
    }

    private String type(String column) {
        return source.type(column).map(SourceColumns.Type::written).orElse("text");
    }
}
