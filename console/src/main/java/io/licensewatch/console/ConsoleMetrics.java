package io.licensewatch.console;

import io.licensewatch.console.feed.FeedStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The metrics of the console. */
final class ConsoleMetrics {
    private static final String PREFIX = "licensewatch.console.";

    ConsoleMetrics(MeterRegistry registry, Supplier<FeedStatus> status, IntSupplier listeners) {
        Gauge.builder(PREFIX + "records.behind", () -> status.get().behind())
                .description("Records on the topics that the read model lacks")
                .baseUnit("records")
                .register(registry);
        FunctionCounter.builder(
                        PREFIX + "records", status, from -> (double) from.get().read())
                .description("Records added to the read model since the start of this process")
                .register(registry);
        Gauge.builder(PREFIX + "live.clients", listeners::getAsInt)
                .description("Open pages and API clients that follow changes")
                .register(registry);
    }
}
