package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.Sql;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.ArrayList;
import java.util.List;

/** Judges generated columns: what the stream lacks must not be needed, and Postgres must not refuse changes because of them. */
final class GeneratedPreflight {
    private GeneratedPreflight() {}

    static List<Finding> judge(SourceFacts facts, CapturedTable table, String check, String publication) {
        List<Finding> findings = new ArrayList<>();
        table.lacking().forEach(column -> findings.add(lacking(facts, table, column, check, publication)));
        if (facts.serverVersion() >= GeneratedColumns.FIRST_PUBLISHER
                && findings.stream().noneMatch(Finding::isFailure)) {
            refusedChanges(table, check, publication, findings);
        }
        return findings;
    }

    private static Finding lacking(
            SourceFacts facts, CapturedTable table, String column, String check, String publication) {
        String what = "column " + column + " is generated, and the change stream does not have it";
        boolean key = table.keyColumns().contains(column);
        if (!key && !WatchedColumn.of(table.table(), column).needed()) {
            return Finding.note(check, what + ": it is left out of snapshots too; no rule needs it");
        }
        boolean tenant =
                table.table().hasTenant() && table.table().tenantColumn().equals(column);
        String without = key
                ? "it is of the key, and rows cannot be told apart"
                : tenant ? "rows would belong to no tenant" : "rules need it, " + Watching.without(table.table());
        return Finding.fail(check, what + ": " + without, remedy(facts, table, column, publication));
    }

    private static String remedy(SourceFacts facts, CapturedTable table, String column, String publication) {
        String alter = "ALTER TABLE " + table.sqlName();
        String name = Sql.identifier(column);
        if (table.generated().virtual().contains(column)) {
            return alter + " DROP COLUMN " + name + ", ADD COLUMN " + name + " ... STORED;  and then: "
                    + Sql.publishGenerated(publication);
        }
        return facts.serverVersion() >= GeneratedColumns.FIRST_PUBLISHER
                ? Sql.publishGenerated(publication)
                : alter + " ALTER COLUMN " + name
                        + " DROP EXPRESSION;  and have a trigger or the application write it; or upgrade to Postgres"
                        + " 18";
    }

    /** Postgres 18 refuses updates and deletes where an old row that is to be logged has a column that is not published. */
    private static void refusedChanges(CapturedTable table, String check, String publication, List<Finding> findings) {
        if (!table.needsFullIdentity()) {
            return;
        }
        if (!table.generated().virtual().isEmpty()) {
            findings.add(Finding.fail(
                    check,
                    "has virtual generated columns, with which Postgres refuses updates and deletes of a published"
                            + " table that logs whole old rows: "
                            + String.join(", ", table.generated().virtual()),
                    "make them STORED or plain columns, or leave the table out: licensewatch.cdc.exclude-tables="
                            + table.table().qualifiedName()));
        } else if (!table.generated().stored().isEmpty() && !table.generated().published()) {
            findings.add(Finding.fail(
                    check,
                    "has generated columns that are not published, with which Postgres refuses updates and deletes: "
                            + String.join(", ", table.generated().stored()),
                    Sql.publishGenerated(publication)));
        }
    }
}
