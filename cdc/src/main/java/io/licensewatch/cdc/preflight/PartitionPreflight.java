package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Partitions;
import io.licensewatch.cdc.source.Partitions.Leaf;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks tables that have partitions, or are one: a SELECT must return the rows that the stream delivers, and no others. */
final class PartitionPreflight {
    private PartitionPreflight() {}

    static List<CheckResult> judge(CapturedTable table, String check) {
        Partitions partitions = table.partitions();
        List<CheckResult> results = new ArrayList<>();
        String unless = "; or leave the table out: licensewatch.cdc.exclude-tables="
                + table.table().qualifiedName();
        String alter = "ALTER TABLE " + table.sqlName();
        if (!partitions.root() && !partitions.heirs().isEmpty()) {
            results.add(CheckResult.fail(
                    check,
                    "is inherited from, by " + String.join(", ", partitions.heirs())
                            + ": a SELECT finds the rows of these too, and the change stream has them under other"
                            + " names",
                    "ALTER TABLE " + partitions.heirs().get(0) + " NO INHERIT " + table.sqlName()
                            + ";  and so on, or make it a partitioned table" + unless));
        }
        for (Leaf leaf : partitions.leaves()) {
            if (leaf.isForeign()) {
                results.add(CheckResult.fail(
                        check,
                        "has a foreign table as a partition, " + leaf.name() + ", whose changes are not in the WAL",
                        alter + " DETACH PARTITION " + leaf.quoted() + ";" + unless));
            } else if (leaf.isUnlogged()) {
                results.add(CheckResult.fail(
                        check,
                        "has an unlogged partition, " + leaf.name() + ", whose changes are not in the WAL",
                        "ALTER TABLE " + leaf.quoted() + " SET LOGGED;"));
            }
        }
        identities(table)
                .forEach(leaf -> results.add(CheckResult.partition(
                        leaf.name(),
                        "is a partition of " + table.name() + " and logs too little of old rows (replica identity "
                                + leaf.identity() + "), which partitions do not inherit",
                        Sql.fullIdentity(leaf))));
        return results;
    }

    /** Partitions that other checks do not report. */
    private static List<Leaf> identities(CapturedTable table) {
        return table.partitions().loggingTooLittle(table.needsFullIdentity());
    }

    static boolean isAbout(CheckResult result, CapturedTable table) {
        return table.partitions().leaves().stream().anyMatch(leaf -> result.isAboutPartition(leaf.name()));
    }

    /** How the publication publishes the tables. */
    static List<CheckResult> judge(List<CapturedTable> tables, Publication publication, String check) {
        List<CheckResult> results = new ArrayList<>();
        List<CapturedTable> roots =
                tables.stream().filter(table -> table.partitions().root()).toList();
        if (!roots.isEmpty() && !publication.viaRoot()) {
            results.add(CheckResult.fail(
                    check,
                    "publishes changes under the names of partitions, and none under that of " + Sql.tables(roots),
                    Sql.publishViaRoot(publication.name())));
        }
        boolean viaRoot = publication.viaRoot() || !roots.isEmpty();
        for (CapturedTable table : tables) {
            table.partitions().above().stream()
                    .filter(root -> viaRoot && publication.partitioned().containsKey(root))
                    .sorted()
                    .forEach(root -> results.add(published(table, root, publication, check)));
        }
        return results;
    }

    private static CheckResult published(CapturedTable table, String root, Publication publication, String check) {
        Map<String, String> droppable = publication.partitioned();
        String statement = droppable.getOrDefault(root, "");
        String leaveOut = "leave the table out: licensewatch.cdc.exclude-tables="
                + table.table().qualifiedName();
        return CheckResult.fail(
                check,
                "carries the changes of " + table.name() + " under the name of " + root
                        + ", of which it is a partition",
                statement.isEmpty()
                        ? "set licensewatch.postgres.publication to one of its own, or " + leaveOut
                        : statement + "  or " + leaveOut);
    }
}
