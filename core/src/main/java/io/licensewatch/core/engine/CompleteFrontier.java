package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierGate;

/** Lets the phases after it run only when a frontier waits of which all rows have arrived. */
final class CompleteFrontier implements Phase {
    private final FrontierGate gate;

    CompleteFrontier(FrontierGate gate) {
        this.gate = gate;
    }

    @Override
    public Left run(StepBudget budget) {
        return gate.ready().isPresent() ? Left.NOTHING : Left.WAITS;
    }
}
