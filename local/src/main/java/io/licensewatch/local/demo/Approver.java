package io.licensewatch.local.demo;

import io.licensewatch.schemas.result.RemediationResult;

/** How a person approves. */
interface Approver {
    /** @param waiting the plan that the person has read; the approval has been written when this returns */
    void approve(RemediationResult waiting);
}
