package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierGate;

/** Sends the first frontier, after the last of its rows. */
final class SendFrontier implements Phase {
    private final FrontierGate gate;
    private final ReferenceOutput output;

    SendFrontier(FrontierGate gate, ReferenceOutput output) {
        this.gate = gate;
        this.output = output;
    }

    @Override
    public Left run(StepBudget budget) {
        FrontierGate.Waiting first = gate.first().orElseThrow();
        gate.removeFirst();
        output.frontier(first.json(), first.timestamp());
        return Left.moreIf(!gate.isEmpty());
    }
}
