package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as the family's file of statements defines it, one column or constraint a line.
 *
 * @param constraints of the table, not of a column
 */
record TableDefinition(String name, List<Column> columns, List<String> constraints) {
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\S+) \\(\n(.*?)\n\\);", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("([a-z_]+) ([a-z]+(?:\\[])?)(.*)");
    private static final String KEY = "PRIMARY KEY";

    /** @param rest what follows the type, such as {@code NOT NULL} */
    record Column(String name, String type, String rest) {
        boolean isKey() {
            return rest.contains(KEY);
        }
    }

    static List<TableDefinition> of(String statements) {
        List<TableDefinition> tables = new ArrayList<>();
        Matcher table = TABLE.matcher(statements);
        while (table.find()) {
            List<Column> columns = new ArrayList<>();
            List<String> constraints = new ArrayList<>();
            for (String line : table.group(2).lines().toList()) {
                String text = line.replaceAll("--.*", "").strip().replaceAll(",$", "");
                Matcher column = COLUMN.matcher(text);
                if (column.matches()) {
                    columns.add(new Column(column.group(1), column.group(2), column.group(3)));
                } else {
                    constraints.add(text);
                }
            }
            tables.add(new TableDefinition(table.group(1), columns, constraints));
        }
        return tables;
    }

    /** The columns of its primary key. */
    List<String> key() {
        for (String constraint : constraints) {
            if (constraint.startsWith(KEY)) {
                return List.of(constraint.replaceAll(".*\\((.*)\\).*", "$1").split(", ", -1));
            }
        }
        return columns.stream().filter(Column::isKey).map(Column::name).toList();
    }

    /** What is unique besides. */
    List<String> others() {
        return constraints.stream()
                .filter(constraint -> !constraint.startsWith(KEY))
                .toList();
    }

    boolean hasOtherKeys() {
        return !others().isEmpty()
                || columns.stream().anyMatch(column -> column.rest().contains("UNIQUE"));
    }
}
