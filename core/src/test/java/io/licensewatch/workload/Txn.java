package io.licensewatch.workload;

import java.util.List;

/**
 * One transaction.
 *
 * @param what it is about, for people
 * @param rolledBack whether it ends without effect
 */
public record Txn(String what, List<Write> writes, boolean rolledBack) {
    public Txn {
        writes = List.copyOf(writes);
    }
}
