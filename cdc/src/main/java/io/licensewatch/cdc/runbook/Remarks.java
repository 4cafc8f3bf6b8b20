package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Remark.Thing;
import io.licensewatch.cdc.runbook.Remark.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was found in one file, and what its own statements make, which the source need not have. */
final class Remarks {
    private final RunbookFile file;
    private final List<Remark> all = new ArrayList<>();
    /** The place of the statement that makes it, by name. */
    private final Map<String, Place> made = new HashMap<>();

    Remarks(RunbookFile file) {
        this.file = file;
    }

    void fault(int at, Thing what, String name, String message, String suggestion) {
        all.add(new Remark(file.place(at), Verdict.FAULT, what, name, message, suggestion));
    }

    void unchecked(int at, String why) {
        all.add(new Remark(file.place(at), Verdict.UNCHECKED, Thing.STATEMENT, "", why, ""));
    }

    void note(int at, String message) {
        all.add(new Remark(file.place(at), Verdict.NOTE, Thing.STATEMENT, "", message, ""));
    }

    int count() {
        return all.size();
    }

    /** A name that a statement of this file makes, with its kind in front. */
    void makes(String what, int at) {
        made.putIfAbsent(what, file.place(at));
    }

    /** Whether that is made in this file: if so, it is said that it is not checked. */
    boolean isMade(String what, String name, int at) {
        Place maker = made.get(what + " " + name);
        if (maker == null) {
            return false;
        }
        unchecked(at, what + " \"" + name + "\" does not exist yet: this file makes it in line " + maker.line());
        return true;
    }

    /** In the order of the file. */
    List<Remark> all() {
        return all.stream()
                .sorted(Comparator.comparingInt(
                                (Remark remark) -> remark.place().line())
                        .thenComparingInt(remark -> remark.place().column()))
                .toList();
    }
}
