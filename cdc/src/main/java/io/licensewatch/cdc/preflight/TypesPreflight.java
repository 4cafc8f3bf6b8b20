package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Caseless;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.schemas.source.ColumnForm;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Checks the types of the watched columns against those that can be read. */
final class TypesPreflight {
    private TypesPreflight() {}

    /** A failure or a note for each column whose values cannot be read, or are compared differently than in SQL. */
    static List<CheckResult> judge(List<CapturedTable> tables) {
        List<CheckResult> found = new ArrayList<>();
        for (CapturedTable table : tables) {
            new TreeMap<>(table.types().byColumn()).forEach((column, type) -> {
                if (table.table().columns().contains(column)) {
                    judge(table, WatchedColumn.of(table.table(), column), type, found);
                }
            });
        }
        return found;
    }

    private static void judge(
            CapturedTable table, WatchedColumn column, ColumnTypes.Type type, List<CheckResult> found) {
        String check = "column " + table.name() + "." + column.name();
        if (column.form().types().contains(type.base())) {
            if (type.isCaseless() && isComparedByLetter(table, column)) {
                found.add(CheckResult.note(
                        check,
                        "is a " + type.declared() + ", and is compared case-sensitively: "
                                + (Caseless.group(column).isEmpty()
                                        ? "ids that differ only in case are different here"
                                        : "not all columns that it is compared with are case-insensitive")));
            }
            return;
        }
        String detail = "is a " + type.declared() + ", and can be read only as "
                + String.join(", ", column.form().types());
        if (column.needed()) {
            found.add(CheckResult.fail(
                    check,
                    detail + ": every row of the table would be a dead letter",
                    "change its type (docs/source.md has what each means), or leave the table out:"
                            + " licensewatch.cdc.exclude-tables"));
        } else {
            found.add(CheckResult.note(check, detail + "; it is descriptive only: rows are accepted without it"));
        }
    }

    private static boolean isComparedByLetter(CapturedTable table, WatchedColumn column) {
        return column.needed()
                && (column.form() == ColumnForm.ID || Caseless.group(column).isPresent())
                && !table.types().lowered().contains(column.name());
    }
}
