package io.licensewatch.worker.loop;

import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.worker.ledger.Outcome;
import io.micrometer.core.instrument.MeterRegistry;

/** Increments each metric once. */
public final class EveryMetric {
    private EveryMetric() {}

    public static void in(MeterRegistry registry) {
        LoopMetrics metrics = new LoopMetrics(registry);
        metrics.lag(() -> 0);
        metrics.received(Samples.command("c", "tenant", CommandType.CLEAR_CACHES));
        metrics.decided("APPROVE");
        metrics.published(Samples.result("c", "tenant"));
        metrics.external("mail", Outcome.done(""));
        metrics.deadLetter();
        metrics.postgresError();
        metrics.kafkaError();
    }
}
