package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Remark.Verdict;
import io.licensewatch.runtime.text.Visible;
import java.util.List;

/**
 * What was found in a file.
 *
 * @param statements how many it has, commands of psql included
 * @param remarks in the order of the file
 */
public record Report(String file, int statements, List<Remark> remarks) {
    public Report {
        remarks = List.copyOf(remarks);
    }

    public long count(Verdict verdict) {
        return remarks.stream().filter(remark -> remark.verdict() == verdict).count();
    }

    /** One line per remark, as compilers write them. */
    public List<String> lines() {
        return remarks.stream()
                .map(remark -> Visible.of(file) + ":" + remark.place().line() + ":"
                        + remark.place().column() + ": " + remark)
                .toList();
    }

    public String summary() {
        String begin = Visible.of(file) + ": ";
        if (statements == 0 && remarks.isEmpty()) {
            return begin + "no SQL found";
        }
        long faults = count(Verdict.FAULT);
        long unchecked = count(Verdict.UNCHECKED);
        return begin + statements + (statements == 1 ? " statement, " : " statements, ") + faults
                + (faults == 1 ? " fault, " : " faults, ") + unchecked + " not checked";
    }
}
