package io.licensewatch.local.demo;

import io.licensewatch.schemas.result.RemediationResult;
import java.time.Duration;

/** Takes what happens in the course of a scenario, as it happens. */
interface Narrator {
    void incident(int number, Incident incident);

    void step(Step step);

    /**
     * A record arrived that was expected.
     *
     * @param afterCommit from the commit of the step until it reached us
     */
    void arrived(PublicRecord read, Step step, Duration afterCommit);

    /** A person has read this plan and approves it. */
    void approving(Approval approval, RemediationResult plan);

    void unexpected(PublicRecord read);

    /** Nothing was published, as expected. */
    void silent(Step step, Duration quietFor);

    void missing(Expectation expectation, Duration waited);
}
