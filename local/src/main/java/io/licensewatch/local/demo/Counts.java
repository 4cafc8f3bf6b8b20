package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;

/**
 * How much of what there was.
 *
 * @param alerts transitions
 * @param commands issued
 * @param held commands, by limits or a pause
 * @param effective verdicts
 * @param ineffective likewise
 */
record Counts(int alerts, int commands, int approvals, int applied, int held, int effective, int ineffective) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    private static Counts of(PublicRecord read) {
        if (read instanceof PublicRecord.OfAlert) {
            return new Counts(1, 0, 0, 0, 0, 0, 0);
        } else if (read instanceof PublicRecord.OfCommand of) {
            return new Counts(0, of.command().kind() == CommandKind.ISSUE ? 1 : 0, 0, 0, 0, 0, 0);
        } else if (read instanceof PublicRecord.OfResult of) {
            CommandState state = of.result().state();
            return new Counts(0, 0, 0, state == CommandState.APPLIED ? 1 : 0, state == CommandState.HELD ? 1 : 0, 0, 0);
        } else if (read instanceof PublicRecord.OfVerdict of) {
            boolean effective = of.verdict().effect() == Effect.EFFECTIVE;
            return new Counts(0, 0, 0, 0, 0, effective ? 1 : 0, effective ? 0 : 1);
        }
        return NONE;
    }

    Counts with(PublicRecord read) {
        return plus(of(read));
    }

    Counts withApproval() {
        return plus(new Counts(0, 0, 1, 0, 0, 0, 0));
    }

    private Counts plus(Counts more) {
        return new Counts(
                alerts + more.alerts,
                commands + more.commands,
                approvals + more.approvals,
                applied + more.applied,
                held + more.held,
                effective + more.effective,
                ineffective + more.ineffective);
    }
}
