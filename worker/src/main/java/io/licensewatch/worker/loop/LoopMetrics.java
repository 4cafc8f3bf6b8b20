package io.licensewatch.worker.loop;

import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.worker.ledger.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/** The metrics of the worker. Tenants are never a label: there may be 100,000 of them. */
public final class LoopMetrics {
    private static final String PREFIX = "licensewatch.worker.";

    private final MeterRegistry registry;
    private final Counter deadLetters;
    private final Counter postgresErrors;
    private final Counter kafkaErrors;

    public LoopMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.deadLetters = counter("dead.letters", "Records that are not commands or actions");
        this.postgresErrors = counter("postgres.errors", "Failed calls to Postgres; each is retried");
        this.kafkaErrors = counter("kafka.errors", "Failed transactions and reads; each is retried");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    void lag(DoubleSupplier seconds) {
        Gauge.builder(PREFIX + "outbox.lag", seconds::getAsDouble)
                .description("Time since all results were published, of the slowest thread")
                .baseUnit("seconds")
                .register(registry);
    }

    void received(RemediationCommand command) {
        registry.counter(
                        PREFIX + "commands",
                        "type",
                        command.type().name(),
                        "kind",
                        command.kind().name())
                .increment();
    }

    void decided(String kind) {
        registry.counter(PREFIX + "actions", "kind", kind).increment();
    }

    void published(RemediationResult result) {
        registry.counter(
                        PREFIX + "results",
                        "type",
                        result.type().name(),
                        "state",
                        result.state().name())
                .increment();
    }

    void external(String kind, Outcome outcome) {
        String end =
                outcome.ok() ? "ok" : outcome.unsupported() ? "unsupported" : outcome.retryable() ? "retry" : "failed";
        registry.counter(PREFIX + "external.attempts", "kind", kind, "outcome", end)
                .increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void postgresError() {
        postgresErrors.increment();
    }

    void kafkaError() {
        kafkaErrors.increment();
    }
}
