package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.store.DurableQueue;
import java.util.List;

/** Sends the rows that the first frontier covers, in source order. A snapshot is a million rows: they are sent in steps. */
final class SendCoveredRows implements Phase {
    private final FrontierGate gate;
    private final DurableQueue rows;
    private final ReferenceOutput output;

    SendCoveredRows(FrontierGate gate, DurableQueue rows, ReferenceOutput output) {
        this.gate = gate;
        this.rows = rows;
        this.output = output;
    }

    @Override
    public Left run(StepBudget budget) {
        FrontierGate.Waiting first = gate.first().orElseThrow();
        long timestamp = first.timestamp();
        int limit = budget.rows();
        List<DurableQueue.Item> covered = rows.takeUpTo(first.frontier().position(), limit);
        covered.forEach(row -> output.change(row, timestamp));
        return Left.moreIf(covered.size() == limit);
    }
}
