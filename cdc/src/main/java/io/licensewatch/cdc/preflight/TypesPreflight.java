package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Caseless;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.schemas.source.ColumnForm;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Holds the types of the watched columns against those that can be read. */
public final class TypesPreflight {
    private TypesPreflight() {}

    /** A failure or a note for each column whose values will not be understood, or not be compared as SQL does. */
    static List<Finding> judge(List<CapturedTable> tables) {
        List<Finding> found = new ArrayList<>();
        for (CapturedTable table : tables) {
            new TreeMap<>(table.types().byColumn()).forEach((column, type) -> {
                if (table.table().columns().contains(column)) {
                    judge(table, WatchedColumn.of(table.table(), column), type, found);
                }
            });
        }
        return found;
    }

    private static void judge(CapturedTable table, WatchedColumn column, ColumnTypes.Type type, List<Finding> found) {
        String check = "column " + table.name() + "." + column.name();
        if (column.form().types().contains(type.base())) {
            if (type.isCaseless() && isComparedByLetter(table, column)) {
                found.add(Finding.note(
                        check,
                        "is a " + type.declared() + ", and is compared letter by letter: "
                                + (Caseless.group(column).isEmpty()
                                        ? "ids that differ only in case are different ones here"
                                        : "not all that it is compared with is without case")));
            }
            return;
        }
        String detail = "is a " + type.declared() + ", and can be read only as "
                + String.join(", ", column.form().types());
        if (column.needed()) {
            found.add(Finding.fail(
                    check,
                    detail + ": every row of the table would be a dead letter",
                    "change its type (docs/source.md has what each means), or leave the table out:"
                            + " licensewatch.cdc.exclude-tables"));
        } else {
            found.add(Finding.note(check, detail + "; it only describes: rows are taken without it"));
        }
    }

    private static boolean isComparedByLetter(CapturedTable table, WatchedColumn column) {
        return column.needed()
                && (column.form() == ColumnForm.ID || Caseless.group(column).isPresent())
                && !table.types().lowered().contains(column.name());
    }
}
