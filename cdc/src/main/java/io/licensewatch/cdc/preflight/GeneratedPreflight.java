package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.Sql;
import io.licensewatch.schemas.source.WatchedColumn;
import java.util.ArrayList;
import java.util.List;

/** Checks generated columns: rules must not need what the stream lacks, and Postgres must not refuse changes because of them. */
final class GeneratedPreflight {
    private GeneratedPreflight() {}

    static List<CheckResult> judge(SourceFacts facts, CapturedTable table, String check, String publication) {
        List<CheckResult> results = new ArrayList<>();
        table.lacking().forEach(column -> results.add(lacking(facts, table, column, check, publication)));
        if (facts.serverVersion() >= GeneratedColumns.FIRST_PUBLISHER
                && results.stream().noneMatch(CheckResult::isFailure)) {
            refusedChanges(table, check, publication, results);
        }
        return results;
    }

    private static CheckResult lacking(
            SourceFacts facts, CapturedTable table, String column, String check, String publication) {
        String what = "column " + column + " is generated, and the change stream does not have it";
        boolean key = table.keyColumns().contains(column);
        if (!key && !WatchedColumn.of(table.table(), column).needed()) {
            return CheckResult.note(check, what + ": it is left out of snapshots too; no rule needs it");
        }
        boolean tenant =
                table.table().hasTenant() && table.table().tenantColumn().equals(column);
        String without = key
                ? "it is part of the key, and rows cannot be identified without it"
                : tenant ? "rows would belong to no tenant" : "rules need it, " + Watching.without(table.table());
        return CheckResult.fail(check, what + ": " + without, remedy(facts, table, column, publication));
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

    /** Postgres 18 refuses updates and deletes if the old row to log has a column that is not published. */
    private static void refusedChanges(
            CapturedTable table, String check, String publication, List<CheckResult> results) {
        if (!table.needsFullIdentity()) {
            return;
        }
        if (!table.generated().virtual().isEmpty()) {
            results.add(CheckResult.fail(
                    check,
                    "has virtual generated columns, with which Postgres refuses updates and deletes of a published"
                            + " table that logs whole old rows: "
                            + String.join(", ", table.generated().virtual()),
                    "make them STORED or plain columns, or leave the table out: licensewatch.cdc.exclude-tables="
                            + table.table().qualifiedName()));
        } else if (!table.generated().stored().isEmpty() && !table.generated().published()) {
            results.add(CheckResult.fail(
                    check,
                    "has generated columns that are not published, with which Postgres refuses updates and deletes: "
                            + String.join(", ", table.generated().stored()),
                    Sql.publishGenerated(publication)));
        }
    }
}
