package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.Partitions;
import io.licensewatch.cdc.source.Partitions.Leaf;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges tables that have partitions, or are one: a reading must find the rows that the stream brings, and no others. */
final class PartitionPreflight {
    private PartitionPreflight() {}

    static List<Finding> judge(CapturedTable table, String check) {
        Partitions partitions = table.partitions();
        List<Finding> findings = new ArrayList<>();
        String unless = "; or leave the table out: licensewatch.cdc.exclude-tables="
                + table.table().qualifiedName();
        String alter = "ALTER TABLE " + table.sqlName();
        if (!partitions.root() && !partitions.heirs().isEmpty()) {
            findings.add(Finding.fail(
                    check,
                    "is inherited from, by " + String.join(", ", partitions.heirs())
                            + ": a SELECT finds the rows of these too, and the change stream has them under other"
                            + " names",
                    "ALTER TABLE " + partitions.heirs().get(0) + " NO INHERIT " + table.sqlName()
                            + ";  and so on, or make it a partitioned table" + unless));
        }
        for (Leaf leaf : partitions.leaves()) {
            if (leaf.isForeign()) {
                findings.add(Finding.fail(
                        check,
                        "has a foreign table as a partition, " + leaf.name() + ", whose changes are not in the log",
                        alter + " DETACH PARTITION " + leaf.quoted() + ";" + unless));
            } else if (leaf.isUnlogged()) {
                findings.add(Finding.fail(
                        check,
                        "has an unlogged partition, " + leaf.name() + ", whose changes are not in the log",
                        "ALTER TABLE " + leaf.quoted() + " SET LOGGED;"));
            }
        }
        identities(table)
                .forEach(leaf -> findings.add(Finding.partition(
                        leaf.name(),
                        "is a partition of " + table.name() + " and logs too little of old rows (replica identity "
                                + leaf.identity() + "), which partitions do not inherit",
                        Sql.fullIdentity(leaf))));
        return findings;
    }

    /** Partitions that other checks do not name. */
    private static List<Leaf> identities(CapturedTable table) {
        return table.partitions().loggingTooLittle(table.needsFullIdentity());
    }

    static boolean isAbout(Finding finding, CapturedTable table) {
        return table.partitions().leaves().stream().anyMatch(leaf -> finding.isAboutPartition(leaf.name()));
    }

    /** What the publication makes of the tables. */
    static List<Finding> judge(List<CapturedTable> tables, Publication publication, String check) {
        List<Finding> findings = new ArrayList<>();
        List<CapturedTable> roots =
                tables.stream().filter(table -> table.partitions().root()).toList();
        if (!roots.isEmpty() && !publication.viaRoot()) {
            findings.add(Finding.fail(
                    check,
                    "publishes changes under the names of partitions, and none under that of " + Sql.tables(roots),
                    Sql.publishViaRoot(publication.name())));
        }
        boolean viaRoot = publication.viaRoot() || !roots.isEmpty();
        for (CapturedTable table : tables) {
            table.partitions().above().stream()
                    .filter(root -> viaRoot && publication.partitioned().containsKey(root))
                    .sorted()
                    .forEach(root -> findings.add(published(table, root, publication, check)));
        }
        return findings;
    }

    private static Finding published(CapturedTable table, String root, Publication publication, String check) {
        Map<String, String> droppable = publication.partitioned();
        String statement = droppable.getOrDefault(root, "");
        String leaveOut = "leave the table out: licensewatch.cdc.exclude-tables="
                + table.table().qualifiedName();
        return Finding.fail(
                check,
                "carries the changes of " + table.name() + " under the name of " + root
                        + ", of which it is a partition",
                statement.isEmpty()
                        ? "set licensewatch.postgres.publication to one of its own, or " + leaveOut
                        : statement + "  or " + leaveOut);
    }
}
